import { NativeSelect, Skeleton, Text } from '@mantine/core';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { DataRequest, DataRequestKind } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDay } from '../dates.ts';
import classes from '../shell/card.module.css';
import { Card } from '../shell/card.tsx';
import { MoreButton } from '../states/more-button.tsx';
import { QueryView } from '../states/query-view.tsx';
import { AskForm } from './ask-form.tsx';
import { RequestRow } from './request-row.tsx';

interface DataRequestsCardProps {
  /** Whose data it is, when it is not the reader's own. */
  child?: { id: string; name: string };
  /** What stands first, as what people come here for. */
  first: DataRequestKind;
  /** [CON-1] Not about a child that waits for a yes: no words of it are kept. */
  noteAllowed: boolean;
  read(page: {
    limit: number;
    cursor?: string;
  }): Promise<{ items: DataRequest[]; nextCursor: string | null }>;
  ask(request: { kind: DataRequestKind; note?: string }): Promise<unknown>;
}

const kinds: readonly DataRequestKind[] = ['access', 'export', 'rectify', 'restrict', 'erase'];

/** What a person asks of the school about the own data, or of a child's, and what became of it. [CON-9] */
export function DataRequestsCard({ child, first, noteAllowed, read, ask }: DataRequestsCardProps) {
  const { t } = useTranslation('account');
  const day = useDay();
  const queries = useQueryClient();
  const [kind, setKind] = useState(first);
  const key = ['data-requests', child?.id ?? 'own'];
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read({ limit: 20, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const whose = child ? 'child' : 'own';
  const name = child?.name ?? '';
  const kindOf = (one: DataRequestKind) => t(`requests.${whose}.kind.${one}`, { child: name });

  return (
    <Card title={t(`requests.${whose}.title`, { child: name })} Icon={IconMessageQuestion} wide>
      <Text>{t(`requests.${whose}.lead`)}</Text>
      <QueryView query={list} skeleton={<Skeleton height={200} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          const open = items.find((request) => request.status === 'open' && request.kind === kind);
          return (
            <>
              <NativeSelect
                label={t('requests.kindLabel')}
                value={kind}
                onChange={({ currentTarget }) => setKind(currentTarget.value as DataRequestKind)}
                data={kinds.map((value) => ({ value, label: kindOf(value) }))}
              />
              <div role="status">
                {open && (
                  <Text>{t('requests.already', { asked: day(open.createdAt), due: day(open.dueAt) })}</Text>
                )}
              </div>
              {!open && (
                <AskForm
                  key={kind}
                  hint={hintOf(kind) && t(`requests.${whose}.hint.${hintOf(kind)!}`, { child: name })}
                  noteHint={noteAllowed ? t(`requests.${whose}.noteHint`, { child: name }) : null}
                  send={async (note) => {
                    await ask({ kind, ...(note && { note }) });
                    await queries.invalidateQueries({ queryKey: key });
                  }}
                />
              )}
              {items.length === 0 ? (
                <Text c="dimmed">{t('requests.none')}</Text>
              ) : (
                <ul className={classes.list} aria-label={t('requests.list')}>
                  {items.map((request) => (
                    <RequestRow key={request.id} request={request} kind={kindOf(request.kind)} />
                  ))}
                </ul>
              )}
            </>
          );
        }}
      </QueryView>
      <MoreButton query={list} label={t('requests.more')} />
    </Card>
  );
}

/** What cannot be taken for granted is said before it is asked for. */
const hintOf = (kind: DataRequestKind) => (kind === 'restrict' || kind === 'erase' ? kind : null);
