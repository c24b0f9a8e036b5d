import { Badge, UnstyledButton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconClock,
  IconCoins,
  IconHeart,
  IconHeartFilled,
  IconHourglassLow,
  IconPuzzle,
  IconServer,
  IconWifiOff,
} from '@tabler/icons-react';
import type { WatchedGroup, WatchedLearner } from '@tutti/client/groups';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import classes from './panel.module.css';
import { PhaseBadge, usePlaceInMission } from './phase.tsx';
import { roughTime } from './rough-time.ts';
import { contributionsOf, holdsUp, type Looked } from './trouble.ts';

interface GroupCardProps {
  looked: Looked;
  scenes: readonly string[];
  tasks: number;
  onOpen: () => void;
}

const fullHearts = 5;

/** One group among forty: where it is, what it has, who is there, and whether it needs somebody. */
export function GroupCard({ looked, scenes, tasks, onOpen }: GroupCardProps) {
  const { t } = useTranslation('runs');
  const { group, stageMs, trouble } = looked;
  const place = usePlaceInMission(group, scenes, tasks);
  const name = t('group.name', { number: group.group });
  return (
    <article
      className={classes.card}
      data-trouble={trouble ?? undefined}
      data-over={group.ended !== null || undefined}
      aria-label={name}
    >
      <div className={classes.cardHead}>
        <h2 className={classes.cardTitle}>
          <UnstyledButton className={classes.cardButton} onClick={onOpen} aria-haspopup="dialog">
            {name}
          </UnstyledButton>
        </h2>
        <PhaseBadge group={group} />
      </div>
      <p className={classes.place}>{place}</p>
      <Progress right={group.right} of={tasks} />
      <div className={classes.figures}>
        <Hearts left={group.hearts} />
        <Figure label={t('group.coins', { count: group.coins })} value={group.coins}>
          <IconCoins size={20} aria-hidden />
        </Figure>
        {stageMs !== null && (
          <Figure label={t('group.time', { time: roughTime(stageMs) })} value={roughTime(stageMs)}>
            <IconClock size={20} aria-hidden />
          </Figure>
        )}
      </div>
      {group.learners.length === 0 ? (
        <p className={classes.nobody}>{t('group.nobody')}</p>
      ) : (
        <ul className={classes.members} aria-label={t('group.members', { number: group.group })}>
          {group.learners.map((learner) => (
            <Member key={learner.participantId} learner={learner} group={group} />
          ))}
        </ul>
      )}
      {trouble && (
        <p className={classes.trouble}>
          <IconAlertTriangle size={20} aria-hidden /> {t(`trouble.${trouble}`)}
        </p>
      )}
      {group.elsewhere && (
        <Badge color="caution" variant="light" leftSection={<IconServer size={16} aria-hidden />}>
          {t('group.elsewhere')}
        </Badge>
      )}
    </article>
  );
}

function Member({ learner, group }: { learner: WatchedLearner; group: WatchedGroup }) {
  const { t } = useTranslation('runs');
  const count = contributionsOf(learner);
  const isOver = group.ended !== null;
  return (
    <li className={classes.member} data-away={(!learner.connected && !isOver) || undefined}>
      <span className={classes.memberName} title={learner.nickname}>
        <bdi>{learner.nickname}</bdi>
      </span>
      {!isOver && !learner.connected && (
        <Sign label={t('member.away')} tone="caution">
          <IconWifiOff size={18} aria-hidden />
        </Sign>
      )}
      {holdsUp(group, learner) && (
        <Sign label={t('member.waitedFor')} tone="caution">
          <IconHourglassLow size={18} aria-hidden />
        </Sign>
      )}
      <Figure label={t('member.contributions', { count })} value={count}>
        <IconPuzzle size={16} aria-hidden />
      </Figure>
    </li>
  );
}

function Sign({ label, tone, children }: { label: string; tone: string; children: ReactNode }) {
  return (
    <span className={classes.sign} data-tone={tone} title={label}>
      {children}
      <span className={classes.srOnly}>{label}</span>
    </span>
  );
}

interface FigureProps {
  label: string;
  value: number | string;
  children: ReactNode;
}

function Figure({ label, value, children }: FigureProps) {
  const number = useNumber();
  return (
    <span className={classes.figure} title={label}>
      {children}
      <span aria-hidden>{typeof value === 'number' ? number(value) : value}</span>
      <span className={classes.srOnly}>{label}</span>
    </span>
  );
}

function Hearts({ left }: { left: number }) {
  const { t } = useTranslation('runs');
  const label = t('group.hearts', { count: left });
  return (
    <span className={classes.hearts} title={label} data-few={left <= 1 || undefined}>
      {Array.from({ length: fullHearts }, (_, i) =>
        i < left ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: hearts are all alike
          <IconHeartFilled key={i} size={18} aria-hidden />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: hearts are all alike
          <IconHeart key={i} size={18} aria-hidden />
        ),
      )}
      <span className={classes.srOnly}>{label}</span>
    </span>
  );
}

function Progress({ right, of }: { right: number; of: number }) {
  const { t } = useTranslation('runs');
  return (
    <div className={classes.progress} role="img" aria-label={t('group.right', { right, of })}>
      <span style={{ width: `${of === 0 ? 0 : (100 * right) / of}%` }} />
    </div>
  );
}
