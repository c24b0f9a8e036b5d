import { ActionIcon, Badge, Menu, Text } from '@mantine/core';
import {
  IconClockPlus,
  IconDotsVertical,
  IconFileText,
  IconId,
  IconPencil,
  IconUserMinus,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ClassStudent, LearnerPresence } from '@tutti/client/admin';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDay } from '../../../desk/dates.ts';
import { useNumber } from '../../../desk/percent.ts';
import { HereMark } from '../../../desk/presence/here-mark.tsx';
import { useAskOnce } from '../../../desk/states/ask-once.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../../../desk/tutti.ts';
import { mayHaveCard } from '../cards/may-have-card.ts';
import { classKey } from '../use-classes.ts';
import classes from './class.module.css';
import { TimeOfLearner } from './time-of-learner.tsx';

interface LearnerRowProps {
  classId: string;
  student: ClassStudent;
  /** undefined: not here now, or not known. */
  here: LearnerPresence | undefined;
  /** Whether the name leads to how far the learner is. */
  follows: boolean;
  /** Of a class that was put away: to read only. */
  fixed: boolean;
  onRename(student: ClassStudent): void;
}

const colour = {
  active: 'right',
  pending_consent: 'caution',
  pending_verification: 'caution',
  pending_approval: 'caution',
  suspended: 'wrong',
} as const;

export const LearnerRow = memo(function LearnerRow({
  classId,
  student,
  here,
  follows,
  fixed,
  onRename,
}: LearnerRowProps) {
  const { t } = useTranslation('classes');
  const day = useDay();
  const number = useNumber();
  const [timing, setTiming] = useState(false);
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const { id, name, username, email, gradeLevel, section, status, lastSeenAt, eraseAfter, timeFactor } =
    student;
  const isExpected = email ? !lastSeenAt : !student.hasPassword;
  const remove = useMutation({
    mutationFn: () => schoolClasses.removeStudent(classId, id),
    onSettled: () => queries.invalidateQueries({ queryKey: classKey(classId) }),
  });
  const facts = [
    username ?? email,
    [gradeLevel, section].filter(Boolean).join(' '),
    timeFactor !== null && timeFactor !== 1 && t('learners.time', { factor: number(timeFactor) }),
    lastSeenAt && t('learners.lastSeen', { date: day(lastSeenAt) }),
    eraseAfter && t('learners.forgotten', { date: day(eraseAfter) }),
  ].filter(Boolean);
  return (
    <li className={classes.learner}>
      <div className={classes.learnerName}>
        <Text fw={650} style={{ overflowWrap: 'anywhere' }}>
          {follows ? (
            <Link to={`/teach/classes/${classId}/learners/${id}`} className={classes.toLearner}>
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <bdi>{name}</bdi>
          )}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {facts.join(' · ')}
        </Text>
      </div>
      <div className={classes.learnerState}>
        {here && <HereMark here={here} />}
        {isExpected && status !== 'suspended' && (
          <Badge variant="light" size="lg" color="gray">
            {t(email ? 'learners.neverSeen' : 'learners.cardUnused')}
          </Badge>
        )}
        {(!isExpected || status !== 'active') && (
          <Badge variant="light" size="lg" color={colour[status]}>
            {t(`learners.state.${status}`)}
          </Badge>
        )}
      </div>
      {!fixed && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={48} aria-label={t('learners.menu', { name })}>
              <IconDotsVertical size={22} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayHaveCard(student) && (
              <Menu.Item
                component={Link}
                to={`/teach/classes/${classId}/cards?for=${id}`}
                leftSection={<IconId size={20} aria-hidden />}
              >
                {t('learners.newCard')}
              </Menu.Item>
            )}
            {status === 'pending_consent' && (
              <Menu.Item
                component="a"
                href={`/consent/form?child=${id}`}
                target="_blank"
                leftSection={<IconFileText size={20} aria-hidden />}
              >
                {t('learners.form')}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => onRename(student)} leftSection={<IconPencil size={20} aria-hidden />}>
              {t('learners.rename')}
            </Menu.Item>
            {timeFactor !== null && status !== 'pending_consent' && (
              <Menu.Item
                onClick={() => setTiming(true)}
                leftSection={<IconClockPlus size={20} aria-hidden />}
              >
                {t('learners.moreTime')}
              </Menu.Item>
            )}
            <Menu.Item
              color="wrong"
              leftSection={<IconUserMinus size={20} aria-hidden />}
              onClick={() =>
                ask({
                  title: t('learners.removeTitle', { name }),
                  body: t('learners.removeBody'),
                  yes: t('learners.remove'),
                  onYes: () => remove.mutateAsync().catch(() => undefined),
                })
              }
            >
              {t('learners.remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <TimeOfLearner classId={classId} student={student} opened={timing} onClose={() => setTiming(false)} />
      {remove.error && <Refusal error={remove.error} />}
      {dialog}
    </li>
  );
});
