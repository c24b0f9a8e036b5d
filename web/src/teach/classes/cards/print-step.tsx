import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { useDay } from '../../../desk/dates.ts';
import { type Question, useAskOnce } from '../../../desk/states/ask-once.tsx';
import { AddressChoice } from '../../address-choice.tsx';
import { useJoinAddress } from '../../use-join-address.ts';
import { useStudents } from '../use-classes.ts';
import classes from './cards.module.css';
import type { MadeCards } from './made-cards.ts';
import { PupilCard } from './pupil-card.tsx';
import { sheetsOf } from './sheets.ts';

interface PrintStepProps {
  classId: string;
  className: string;
  made: MadeCards;
  onOthers(): void;
}

export function PrintStep({ classId, className, made: { items, partly }, onOthers }: PrintStepProps) {
  const { t } = useTranslation('classes');
  const day = useDay();
  const join = useJoinAddress();
  const once = useAskOnce();
  const [perSheet, setPerSheet] = useState(8);
  const eraseAfter = useEraseDay(classId, items);
  const leaving = { title: t('cards.othersTitle'), body: t('cards.othersBody'), yes: t('cards.othersYes') };
  useAskBeforeLeaving(once, leaving);
  const expiresAt = items[0]?.expiresAt;
  return (
    <>
      <Stack className={classes.screenOnly} mb="lg">
        {partly && (
          <Alert color="wrong" role="alert">
            {t('cards.partly')}
          </Alert>
        )}
        <Alert color="caution" role="status">
          {t('cards.ready', { count: items.length })}{' '}
          {expiresAt && t('cards.valid', { date: day(expiresAt) })}
        </Alert>
        {eraseAfter && <Text>{t('cards.eraseOn', { date: day(eraseAfter) })}</Text>}
        <Group align="flex-end">
          <Button onClick={() => window.print()} leftSection={<IconPrinter size={20} aria-hidden />}>
            {t('cards.print')}
          </Button>
          <Button variant="default" onClick={() => once.ask({ ...leaving, onYes: onOthers })}>
            {t('cards.others')}
          </Button>
          <NativeSelect
            label={t('cards.perPage')}
            value={String(perSheet)}
            onChange={({ currentTarget: { value } }) => setPerSheet(Number(value))}
            data={['8', '10']}
          />
          <AddressChoice join={join} />
        </Group>
      </Stack>
      <div className={classes.sheets}>
        {sheetsOf(items, perSheet).map((sheet) => (
          <ul key={sheet[0]!.userId} className={classes.sheet} data-per-sheet={perSheet}>
            {sheet.map((card) => (
              <PupilCard key={card.userId} card={card} className={className} address={join.address} />
            ))}
          </ul>
        ))}
      </div>
      {once.dialog}
    </>
  );
}

/** These cards are shown this once: asks before another page comes in their place, and so does the browser. */
function useAskBeforeLeaving(
  { ask, asking }: ReturnType<typeof useAskOnce>,
  question: Omit<Question, 'onYes'>,
) {
  const blocker = useBlocker(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each try to leave
  useEffect(() => {
    if (blocker.state === 'blocked') ask({ ...question, onYes: () => blocker.proceed() });
  }, [blocker.state]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever says no stays, and may try again
  useEffect(() => {
    if (!asking && blocker.state === 'blocked') blocker.reset();
  }, [asking]);
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, []);
}

/** When the pupils who were made now are forgotten; null where there are none. */
function useEraseDay(classId: string, items: MadeCards['items']): string | null {
  const students = useStudents(classId);
  const ids = new Set(items.map(({ userId }) => userId));
  const days = (students.data?.pages ?? [])
    .flatMap((page) => page.items)
    .flatMap(({ id, eraseAfter }) => (eraseAfter && ids.has(id) ? [eraseAfter] : []));
  return days.toSorted()[0] ?? null;
}
