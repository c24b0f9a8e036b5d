import { Badge, Button, Group, Skeleton, Text } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ObjectiveAnswers } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { type Known, KnownRow } from '../../desk/mastery/stage-sign.tsx';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { mastery } from '../../desk/tutti.ts';
import { AnswerText } from '../../shared/rich-text/answer-text.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import classes from './overview.module.css';

interface OneObjectiveProps {
  classId: string;
  userId: string;
  objective: string;
  text: string;
  known: Known;
  /** Whether its answers are shown at once. */
  startsOpen?: boolean;
}

/** What is known of an objective, with the answers behind it for whoever asks. */
export function OneObjective({ text, known, startsOpen = false, ...whose }: OneObjectiveProps) {
  const { t } = useTranslation('mastery');
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <KnownRow name={text} known={known}>
      <Button
        variant="default"
        size="sm"
        mt={4}
        aria-expanded={isOpen}
        aria-label={t(isOpen ? 'drawer.hideOf' : 'drawer.showOf', { objective: text })}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isOpen ? 'drawer.hide' : 'drawer.show')}
      </Button>
      {isOpen && <Answers {...whose} />}
    </KnownRow>
  );
}

/** [CLS-1] */
function Answers({
  classId,
  userId,
  objective,
}: Pick<OneObjectiveProps, 'classId' | 'userId' | 'objective'>) {
  const { t } = useTranslation('mastery');
  const locale = useLanguage();
  const answers = useInfiniteQuery({
    queryKey: ['objective-answers', classId, userId, objective, locale],
    queryFn: ({ pageParam }) =>
      mastery.answers(classId, userId, objective, { locale, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  return (
    <QueryView query={answers} skeleton={<Skeleton height={80} mt="sm" />}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        const { elsewhere } = pages[0]!;
        return (
          <>
            {items.length > 0 && (
              <ol className={classes.answers}>
                {items.map((item, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pages only come after what is there
                  <AnswerRow key={i} item={item} />
                ))}
              </ol>
            )}
            <MoreButton query={answers} label={t('drawer.more')} />
            {elsewhere > 0 && (
              <Text size="sm" c="dimmed" mt="sm">
                {t('drawer.elsewhere', { count: elsewhere })}
              </Text>
            )}
          </>
        );
      }}
    </QueryView>
  );
}

function AnswerRow({ item }: { item: ObjectiveAnswers['items'][number] }) {
  const { t } = useTranslation('mastery');
  const day = useDay();
  const { title, lesson, where, at, kind, prompt, outcome, answer, rightAnswer, hint } = item;
  const judged = outcome === 'right' || outcome === 'partly' ? outcome : 'wrong';
  return (
    <li data-outcome={judged}>
      <Text fw={600}>
        <RichText text={prompt} />
      </Text>
      <Text size="sm">
        <strong>{t(`drawer.outcome.${judged}`)}</strong> · {t('drawer.given')}:{' '}
        <AnswerText kind={kind} text={answer} />
        {judged !== 'right' && rightAnswer !== '' && (
          <>
            {' '}
            · {t('drawer.right')}: <RichText text={rightAnswer} />
          </>
        )}
      </Text>
      <Text size="sm" c="dimmed">
        {where !== 'alone' && `${t(`drawer.where.${where}`)} · `}
        {t(lesson === null ? 'drawer.from' : 'drawer.fromLesson', { title, lesson, date: day(at) })}
      </Text>
      {where === 'alone' && (
        <Group gap="xs" mt={4}>
          <Badge variant="light">{t('drawer.where.alone')}</Badge>
          {hint && (
            <Badge variant="light" color="caution" leftSection={<IconBulb size={16} aria-hidden />}>
              {t('drawer.hint')}
            </Badge>
          )}
        </Group>
      )}
    </li>
  );
}
