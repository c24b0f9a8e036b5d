import { IconCheck, IconDots, IconHandStop, IconPuzzle, IconWifiOff } from '@tabler/icons-react';
import type { GroupLearner, GroupView } from '@tutti/client/groups';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './people.module.css';

export type PersonState = 'ready' | 'notReady' | 'thinking' | 'away' | 'turn' | 'later' | 'holds';

const signs: Record<PersonState, typeof IconCheck> = {
  ready: IconCheck,
  notReady: IconDots,
  thinking: IconDots,
  away: IconWifiOff,
  turn: IconHandStop,
  later: IconDots,
  holds: IconPuzzle,
};

interface PeopleProps {
  view: GroupView;
  stateOf(learner: GroupLearner): PersonState;
  /** In place of the words for the state, e.g. the answer that somebody has put on the table. */
  children?: (learner: GroupLearner) => ReactNode;
}

/** Everybody of the group, with what each is doing now; oneself first. */
export function People({ view: { table, you }, stateOf, children }: PeopleProps) {
  const { t } = useTranslation('group');
  const isYou = ({ participantId }: GroupLearner) => participantId === you.participantId;
  const all = [...table.learners].sort((one, other) => Number(isYou(other)) - Number(isYou(one)));
  return (
    <ul className={styles.people} aria-label={t('people.title')}>
      {all.map((learner) => {
        const state = learner.connected ? stateOf(learner) : 'away';
        const Sign = signs[state];
        return (
          <li key={learner.participantId} className={styles.person} data-state={state}>
            <span className={styles.sign}>
              <Sign aria-hidden="true" />
            </span>
            <span className={styles.name}>
              {isYou(learner) ? t('people.you', { name: learner.nickname }) : <bdi>{learner.nickname}</bdi>}
            </span>
            <span className={styles.state}>
              {children?.(learner) ?? t(`people.${state}`, { count: learner.holds })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export const readiness = ({ ready }: GroupLearner): PersonState => (ready ? 'ready' : 'notReady');
