import { Alert, Button, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconServer } from '@tabler/icons-react';
import type { GroupWatch, WatchedGroup, WatchedLearner } from '@tutti/client/groups';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../desk/states/ask-once.tsx';
import { RenameDialog } from '../panel/rename-dialog.tsx';
import { MemberRow } from './member-row.tsx';
import { MoveDialog } from './move-dialog.tsx';
import classes from './panel.module.css';
import { PhaseBadge, usePlaceInMission } from './phase.tsx';
import { SayForm } from './say.tsx';
import type { Looked } from './trouble.ts';
import { type RunOrder, useGroupOrders } from './use-group-orders.ts';

interface GroupDetailProps {
  watch: GroupWatch;
  /** null: none is open. */
  looked: Looked | null;
  groups: readonly WatchedGroup[];
  scenes: readonly string[];
  tasks: number;
  ask: (question: Question) => void;
  onClose: () => void;
}

/** All that there is to know of a group and to do with it. */
export function GroupDetail({ looked, onClose, ...rest }: GroupDetailProps) {
  const { t } = useTranslation(['runs', 'account']);
  // keeps what it showed while it slides out
  const [shown, setShown] = useState(looked);
  useEffect(() => {
    if (looked) setShown(looked);
  }, [looked]);
  const present = looked ?? shown;
  return (
    <Drawer
      opened={looked !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={present && t('group.name', { number: present.group.group })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
    >
      {present && <Detail looked={present} {...rest} />}
    </Drawer>
  );
}

function Detail({
  watch,
  looked: { group, trouble },
  groups,
  scenes,
  tasks,
  ask,
}: Omit<GroupDetailProps, 'looked' | 'onClose'> & { looked: Looked }) {
  const { t } = useTranslation(['runs', 'account']);
  const { run, refusal, forgetRefusal } = useGroupOrders(watch);
  const [moving, setMoving] = useState<WatchedLearner | null>(null);
  const [renaming, setRenaming] = useState<WatchedLearner | null>(null);
  const renameOrders = useGroupOrders(watch);
  const askRemove = ({ participantId, nickname }: WatchedLearner) =>
    ask({
      title: t('ask.removeTitle', { name: nickname }),
      body: t('ask.remove'),
      yes: t('ask.removeYes'),
      onYes: async () => void (await run((it) => it.remove(participantId))),
    });
  const place = usePlaceInMission(group, scenes, tasks);
  const isOpen = group.ended === null && !group.elsewhere;
  const others = groups.filter((one) => one.sessionId !== group.sessionId && one.ended === null);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group gap="sm">
          <PhaseBadge group={group} />
          {group.ended === null && <Text>{t('group.right', { right: group.right, of: tasks })}</Text>}
          <Text>{t('group.hearts', { count: group.hearts })}</Text>
          <Text>{t('group.coins', { count: group.coins })}</Text>
        </Group>
        <Text>{place}</Text>
        {trouble && <Alert color="caution">{t(`trouble.${trouble}`)}</Alert>}
        {group.elsewhere && (
          <Alert color="caution" icon={<IconServer aria-hidden />}>
            {t('panel.elsewhere')}
          </Alert>
        )}
        <div role="alert">
          {refusal && (
            <Alert
              color="caution"
              withCloseButton
              closeButtonLabel={t('account:states.dismiss')}
              onClose={forgetRefusal}
            >
              {refusal}
            </Alert>
          )}
        </div>
      </Stack>
      {isOpen && <Orders group={group} run={run} ask={ask} />}
      {isOpen && <SayForm to={group.sessionId} label={t('say.toOne')} run={run} />}
      <section>
        <Title order={3} size="h4" mb="xs">
          {t('detail.members')}
        </Title>
        {group.learners.length === 0 && <Text>{t('group.nobody')}</Text>}
        <ul className={classes.rows}>
          {group.learners.map((learner) => (
            <MemberRow
              key={learner.participantId}
              learner={learner}
              group={group}
              onMove={isOpen && others.length > 0 ? () => setMoving(learner) : null}
              powers={
                isOpen ? { onRename: () => setRenaming(learner), onRemove: () => askRemove(learner) } : null
              }
            />
          ))}
        </ul>
      </section>
      <RenameDialog
        player={renaming}
        rename={(id, name) => renameOrders.run((it) => it.rename(id, name))}
        orders={renameOrders}
        words={{
          title: (name) => t('rename.title', { name }),
          label: t('rename.label'),
          hint: t('rename.hint'),
          save: t('rename.save'),
        }}
        onClose={() => setRenaming(null)}
      />
      <MoveDialog learner={moving} from={group} others={others} run={run} onClose={() => setMoving(null)} />
    </Stack>
  );
}

interface OrdersProps {
  group: WatchedGroup;
  run: RunOrder;
  ask: (question: Question) => void;
}

function Orders({ group: { sessionId, group, phase, paused }, run, ask }: OrdersProps) {
  const { t } = useTranslation('runs');
  const isPaused = paused === 'teacher';
  const askEnd = () =>
    ask({
      title: t('ask.endOneTitle', { number: group }),
      body: t('ask.endOne'),
      yes: t('ask.endOneYes'),
      onYes: async () => void (await run((watch) => watch.end(sessionId))),
    });
  return (
    <Group gap="sm" role="toolbar" aria-label={t('one.label')}>
      {phase === 'lobby' ? (
        <Button
          onClick={() => void run((watch) => watch.start(sessionId))}
          leftSection={<IconPlayerPlay size={22} aria-hidden />}
        >
          {t('one.start')}
        </Button>
      ) : (
        <Button
          variant={isPaused ? 'filled' : 'default'}
          onClick={() => void run((watch) => (isPaused ? watch.resume(sessionId) : watch.pause(sessionId)))}
          leftSection={
            isPaused ? <IconPlayerPlay size={22} aria-hidden /> : <IconPlayerPause size={22} aria-hidden />
          }
        >
          {t(isPaused ? 'one.resume' : 'one.pause')}
        </Button>
      )}
      <Button
        variant="subtle"
        color="wrong"
        onClick={askEnd}
        leftSection={<IconPlayerStop size={22} aria-hidden />}
      >
        {t('one.end')}
      </Button>
    </Group>
  );
}
