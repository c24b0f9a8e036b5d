import {
  Anchor,
  Button,
  Input,
  NativeSelect,
  NumberInput,
  Paper,
  SegmentedControl,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionPreview } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Refusal } from '../../desk/states/refusal.tsx';
import { useClasses } from '../classes/use-classes.ts';
import { classToPlayFor, playFor } from '../library/class-choice.ts';
import classes from '../library/mission.module.css';
import { ByHand } from './by-hand.tsx';
import {
  fewestInGroup,
  groupsOfSize,
  membersOf,
  mostGroups,
  mostInGroup,
  type Places,
  unfitGroups,
} from './deal.ts';
import { groups, runsKey } from './groups.ts';
import './texts.ts';

type Way = 'bySelf' | 'byHand';
const minutesToChooseFrom = [10, 15, 20, 25, 30, 40, 45, 60, 90];

/** Opens a group mission for a class. [GRP-3] */
export function OpenGroups({ mission }: { mission: MissionPreview }) {
  const { t } = useTranslation(['runs', 'teach']);
  const go = useNavigate();
  const queries = useQueryClient();
  const list = useClasses('current');
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState(classToPlayFor);
  const schoolClass = all.find(({ id }) => id === chosen) ?? all[0];
  const size = useSize(schoolClass?.students ?? 0);
  const [way, setWay] = useState<Way>('bySelf');
  const [places, setPlaces] = useState<Places>({});
  const [minutes, setMinutes] = useState<number | null>(null);
  const members = membersOf(places, size.groups);
  const isPlanned = way === 'byHand' && members.some(({ length }) => length > 0);
  const unfit = isPlanned ? unfitGroups(members) : [];

  const open = useMutation({
    mutationFn: (classId: string) =>
      groups.open({
        missionId: mission.id,
        classId,
        groups: isPlanned ? members : size.groups,
        ...(minutes !== null && { minutes }),
      }),
    onSuccess(run) {
      queries.setQueryData([...runsKey, 'one', run.id], run);
      void queries.invalidateQueries({ queryKey: [...runsKey, 'list'] });
      go(`/teach/groups/${run.id}`);
    },
  });

  return (
    <Paper shadow="sm" component="section" className={classes.start} aria-label={t('open.title')}>
      <Title order={2} size="h3">
        {t('open.title')}
      </Title>
      <Text c="dimmed">{t('open.lead')}</Text>
      {open.error && <Refusal error={open.error} />}
      {list.error && <Refusal error={list.error} />}
      {list.data && all.length === 0 && (
        <Text>
          {t('open.noClass')}{' '}
          <Anchor component={Link} to="/teach/classes">
            {t('open.makeClass')}
          </Anchor>
        </Text>
      )}
      {schoolClass && (
        <Stack gap="md">
          <NativeSelect
            label={t('open.class')}
            description={t('open.classHint')}
            value={schoolClass.id}
            onChange={({ currentTarget: { value } }) => {
              setChosen(value);
              playFor(value);
              setPlaces({});
            }}
            data={all.map(({ id, name, schoolYear }) => ({
              value: id,
              label: [name, schoolYear].filter(Boolean).join(' · '),
            }))}
          />
          <SizeFields size={size} />
          <Input.Wrapper label={t('open.way')} labelElement="div">
            <SegmentedControl
              fullWidth
              aria-label={t('open.way')}
              value={way}
              onChange={(value) => setWay(value as Way)}
              data={[
                { value: 'bySelf', label: t('open.bySelf') },
                { value: 'byHand', label: t('open.byHand') },
              ]}
            />
          </Input.Wrapper>
          {way === 'bySelf' ? (
            <Text size="sm" c="dimmed">
              {t('open.bySelfHint')}
            </Text>
          ) : (
            <ByHand
              classId={schoolClass.id}
              groups={size.groups}
              places={places}
              unfit={unfit}
              onChange={setPlaces}
            />
          )}
          <NativeSelect
            label={t('open.minutes')}
            value={minutes ?? ''}
            onChange={({ currentTarget: { value } }) => setMinutes(value === '' ? null : Number(value))}
            data={[
              { value: '', label: t('open.minutesOwn', { count: mission.estimatedMinutes }) },
              ...minutesToChooseFrom.map((count) => ({
                value: String(count),
                label: t('open.minutesOf', { count }),
              })),
            ]}
          />
          <Button
            size="xl"
            fullWidth
            leftSection={<IconUsersGroup aria-hidden />}
            loading={open.isPending}
            disabled={unfit.length > 0}
            onClick={() => open.mutate(schoolClass.id)}
          >
            {t('open.submit')}
          </Button>
        </Stack>
      )}
    </Paper>
  );
}

interface Size {
  by: 'number' | 'size';
  number: number;
  learners: number;
  perGroup: number;
  /** What follows. */
  groups: number;
  change: (part: Partial<Pick<Size, 'by' | 'number' | 'perGroup'>> & { learners?: number }) => void;
}

/** How many groups: said outright, or from how many there should be in one. `students`: of the class. */
function useSize(students: number): Size {
  const [by, setBy] = useState<Size['by']>('number');
  const [number, setNumber] = useState<number | null>(null);
  const [expected, setExpected] = useState<number | null>(null);
  const [perGroup, setPerGroup] = useState(4);
  const learners = expected ?? (students || 20);
  const groupsBySize = groupsOfSize(learners, perGroup);
  const chosen = number ?? groupsBySize;
  return {
    by,
    number: chosen,
    learners,
    perGroup,
    groups: by === 'number' ? chosen : groupsBySize,
    change(part) {
      if (part.by) setBy(part.by);
      if (part.number !== undefined) setNumber(part.number);
      if (part.learners !== undefined) setExpected(part.learners);
      if (part.perGroup !== undefined) setPerGroup(part.perGroup);
    },
  };
}

const whole = (value: string | number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;

function SizeFields({ size: { by, number, learners, perGroup, groups: made, change } }: { size: Size }) {
  const { t } = useTranslation('runs');
  return (
    <>
      <Input.Wrapper label={t('open.by')} labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label={t('open.by')}
          value={by}
          onChange={(value) => change({ by: value as Size['by'] })}
          data={[
            { value: 'number', label: t('open.byNumber') },
            { value: 'size', label: t('open.bySize') },
          ]}
        />
      </Input.Wrapper>
      {by === 'number' ? (
        <NumberInput
          aria-label={t('open.number')}
          value={number}
          onChange={(value) => change({ number: whole(value) ?? number })}
          min={1}
          max={mostGroups}
          clampBehavior="strict"
          allowDecimal={false}
        />
      ) : (
        <>
          <NumberInput
            label={t('open.expected')}
            value={learners}
            onChange={(value) => change({ learners: whole(value) ?? learners })}
            min={fewestInGroup}
            max={mostGroups * mostInGroup}
            clampBehavior="blur"
            allowDecimal={false}
          />
          <NumberInput
            label={t('open.perGroup')}
            value={perGroup}
            onChange={(value) => change({ perGroup: whole(value) ?? perGroup })}
            min={fewestInGroup}
            max={mostInGroup}
            clampBehavior="strict"
            allowDecimal={false}
          />
          <Text role="status">{t('open.makes', { count: made })}</Text>
        </>
      )}
    </>
  );
}
