import { IconHeartBroken } from '@tabler/icons-react';
import type { QuestionView } from '@tutti/client';
import type { GroupMission, GroupTaskView, GroupView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { ReadAloud } from '../../shared/rich-text/read-aloud.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { spokenBlanks } from '../game/kinds/blanks.ts';
import { AnswerForm } from './answer-form.tsx';
import { Clues } from './clues.tsx';
import styles from './group-game.module.css';
import { HintCard } from './hint-card.tsx';
import { Table } from './table.tsx';
import { useAnswering } from './use-answering.ts';

interface TaskScreenProps {
  mission: GroupMission;
  view: GroupView;
  task: GroupTaskView;
  /** It is here again, because the time was over without an answer. */
  lostHeart: boolean;
}

/** A question, in the way in which the group comes to its one answer. */
export function TaskScreen({ mission, view, task, lostHeart }: TaskScreenProps) {
  const { t } = useTranslation('group');
  const answering = useAnswering(mission, view, task);
  const { question, way } = task;
  return (
    <main className={styles.stage}>
      <div className={styles.head}>
        <p className={styles.label}>
          {t('task.label', { task: task.task + 1, of: task.of })} · {t(`task.way.${way}`)}
        </p>
        {question.timeLimitMs !== null && (
          <CountdownRing challenge={mission} totalMs={question.timeLimitMs} size="4.5rem" spoken />
        )}
      </div>
      {lostHeart && (
        <p className={styles.lost} role="alert">
          <IconHeartBroken aria-hidden="true" />
          {t('task.again')}
        </p>
      )}
      <div className={styles.sides}>
        <div className={styles.main}>
          <h1
            className={question.kind === 'fill_blank' ? 'sr-only' : styles.prompt}
            lang={view.locale}
            data-long={question.prompt.length > 120}
          >
            <RichText text={spokenBlanks(question.prompt)} />
          </h1>
          <ReadAloud text={readable(question)} lang={view.locale} />
          {question.media && question.kind !== 'hotspot' && (
            <QuestionMedia media={question.media} lang={view.locale} />
          )}
          {way === 'split' && <Clues mission={mission} view={view} />}
          <AnswerForm view={view} task={task} answering={answering} />
        </div>
        <div className={styles.aside}>
          <Table view={view} task={task} answering={answering} />
          {task.hasHint && <HintCard mission={mission} view={view} />}
        </div>
      </div>
    </main>
  );
}

/** The prompt and then what one can choose, with a stop after each. */
const readable = ({ prompt, choices, matches }: QuestionView) =>
  [spokenBlanks(prompt), ...choices, ...matches].join('.\n');
