import { Button, Drawer, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClassMastery, ObjectiveAnswers } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import stage from '../../desk/mastery/stage.module.css';
import { type Known, KnownRow } from '../../desk/mastery/stage-sign.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { mastery } from '../../desk/tutti.ts';
import { AnswerText } from '../../shared/rich-text/answer-text.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import type { LearnerRow } from './learner-row.ts';
import classes from './overview.module.css';

interface LearnerDrawerProps {
  classId: string;
  learner: LearnerRow | null;
  objectives: ClassMastery['objectives'];
  onClose: () => void;
}

/** One learner, weakest first, with the answers behind each objective. */
export function LearnerDrawer({ classId, learner, objectives, onClose }: LearnerDrawerProps) {
  const { t } = useTranslation('mastery');
  // keeps what it showed while it slides out
  const [shown, setShown] = useState(learner);
  useEffect(() => {
    if (learner) setShown(learner);
  }, [learner]);
  const known = objectives
    .flatMap((objective, i) => {
      const cell = shown?.cells[i];
      return cell ? [{ ...objective, cell }] : [];
    })
    .sort((a, b) => (a.cell.estimate ?? 2) - (b.cell.estimate ?? 2));
  return (
    <Drawer
      opened={learner !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={shown && <bdi>{shown.name}</bdi>}
      closeButtonProps={{ 'aria-label': t('drawer.close') }}
    >
      {shown && known.length === 0 && <Text>{t('drawer.none')}</Text>}
      {shown && (
        <ul className={stage.list} key={shown.userId}>
          {known.map(({ objective, text, cell }) => (
            <OneObjective
              key={objective}
              classId={classId}
              userId={shown.userId}
              objective={objective}
              text={text}
              known={cell}
            />
          ))}
        </ul>
      )}
    </Drawer>
  );
}

interface OneObjectiveProps {
  classId: string;
  userId: string;
  objective: string;
  text: string;
  known: Known;
}

function OneObjective({ classId, userId, objective, text, known }: OneObjectiveProps) {
  const { t } = useTranslation('mastery');
  const locale = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const answers = useQuery({
    queryKey: ['objective-answers', classId, userId, objective, locale],
    queryFn: () => mastery.answers(classId, userId, objective, { locale }),
    enabled: isOpen,
  });
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
      {isOpen && (
        <QueryView query={answers} skeleton={<Skeleton height={80} mt="sm" />}>
          {({ items }) =>
            items.length === 0 ? (
              <Text size="sm" mt="sm">
                {t('drawer.alone')}
              </Text>
            ) : (
              <ol className={classes.answers}>
                {items.map((item) => (
                  <AnswerRow key={`${item.at} ${item.prompt}`} item={item} />
                ))}
              </ol>
            )
          }
        </QueryView>
      )}
    </KnownRow>
  );
}

function AnswerRow({ item }: { item: ObjectiveAnswers['items'][number] }) {
  const { t } = useTranslation('mastery');
  const day = useDay();
  const { title, at, kind, prompt, outcome, answer, rightAnswer } = item;
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
        {t('drawer.from', { title, date: day(at) })}
      </Text>
    </li>
  );
}
