import { Skeleton, Text } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Mistake } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDay } from '../desk/dates.ts';
import { useLanguage } from '../desk/language.ts';
import classes from '../desk/shell/card.module.css';
import { Card } from '../desk/shell/card.tsx';
import { MoreButton } from '../desk/states/more-button.tsx';
import { QueryView } from '../desk/states/query-view.tsx';
import { records } from '../desk/tutti.ts';
import { AnswerText } from '../shared/rich-text/answer-text.tsx';
import { RichText } from '../shared/rich-text/rich-text.tsx';
import own from './learn.module.css';

/** What was tricky in the games that one played, to look through again; nothing where nothing was. */
export function MistakesCard() {
  const { t } = useTranslation('records');
  const locale = useLanguage();
  const mistakes = useInfiniteQuery({
    queryKey: ['mistakes', locale],
    queryFn: ({ pageParam }) => records.mistakes({ limit: 5, cursor: pageParam ?? undefined, locale }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  if (mistakes.data?.pages.every(({ items }) => items.length === 0)) return null;
  return (
    <Card title={t('mistakes.title')} Icon={IconBulb} wide>
      <Text>{t('mistakes.lead')}</Text>
      <QueryView query={mistakes} skeleton={<Skeleton height={80} />}>
        {({ pages }) => (
          <ul className={own.beside}>
            {pages
              .flatMap((page) => page.items)
              .map((one) => (
                <MistakeRow key={`${one.sessionId}/${one.round}`} mistake={one} />
              ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={mistakes} label={t('mistakes.more')} />
    </Card>
  );
}

function MistakeRow({
  mistake: { title, at, kind, prompt, answer, rightAnswer, explanation },
}: {
  mistake: Mistake;
}) {
  const { t } = useTranslation('records');
  const day = useDay();
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>
          <RichText text={prompt} />
        </Text>
        <Text size="sm" c="dimmed">
          {t('mistakes.from', { title, date: day(at) })}
        </Text>
        <dl className={own.facts}>
          <div>
            <dt>{t('mistakes.yours')}</dt>
            <dd>
              <AnswerText kind={kind} text={answer} />
            </dd>
          </div>
          {rightAnswer !== '' && (
            <div>
              <dt>{t('mistakes.right')}</dt>
              <dd>
                <RichText text={rightAnswer} />
              </dd>
            </div>
          )}
          <div>
            <dt>{t('mistakes.why')}</dt>
            <dd>
              <RichText text={explanation} />
            </dd>
          </div>
        </dl>
      </div>
    </li>
  );
}
