import { Badge, Button, Skeleton, Text } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile, IconDevices, IconDeviceTablet } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { SignInItem } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../dates.ts';
import classes from '../../shell/card.module.css';
import { Card } from '../../shell/card.tsx';
import { useAskOnce } from '../../states/ask-once.tsx';
import { MoreButton } from '../../states/more-button.tsx';
import { codeOf } from '../../states/problem.ts';
import { QueryView } from '../../states/query-view.tsx';
import { Refusal } from '../../states/refusal.tsx';
import { security } from '../../tutti.ts';
import { useSignedIn } from '../account.tsx';

const key = ['sign-ins'];
const icons = {
  computer: IconDeviceDesktop,
  phone: IconDeviceMobile,
  tablet: IconDeviceTablet,
  other: IconDevices,
} satisfies Record<SignInItem['device']['kind'], unknown>;

/** Where this account is signed in, and the way to end it. */
export function SignInsCard() {
  const { t } = useTranslation('account');
  const { signOut } = useSignedIn();
  const { ask, dialog } = useAskOnce();
  const signIns = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => security.signIns({ limit: 20, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const endAll = useMutation({
    mutationFn: security.endAllSignIns,
    onSuccess: () => signOut().catch(() => undefined), // ended here as well, so there is nothing left to end
  });
  return (
    <Card title={t('signIns.title')} Icon={IconDevices} wide>
      <Text>{t('signIns.lead')}</Text>
      <QueryView query={signIns} skeleton={<Skeleton height={140} />}>
        {({ pages }) => (
          <ul className={classes.list}>
            {pages
              .flatMap((page) => page.items)
              .map((item) => (
                <SignInRow key={item.id} item={item} />
              ))}
          </ul>
        )}
      </QueryView>
      <MoreButton query={signIns} label={t('signIns.more')} />
      {endAll.error && <Refusal error={endAll.error} />}
      <div>
        <Button
          variant="outline"
          color="wrong"
          onClick={() =>
            ask({
              title: t('signIns.allTitle'),
              body: t('signIns.allBody'),
              yes: t('signIns.all'),
              onYes: () => endAll.mutateAsync().catch(() => undefined),
            })
          }
        >
          {t('signIns.all')}
        </Button>
      </div>
      {dialog}
    </Card>
  );
}

function SignInRow({ item: { id, device, startedAt, lastSeenAt, current } }: { item: SignInItem }) {
  const { t } = useTranslation('account');
  const date = useDate();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => security.endSignIn(id),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const Icon = icons[device.kind];
  const name =
    device.browser && device.system
      ? t('signIns.on', { browser: device.browser, system: device.system })
      : (device.browser ?? device.system ?? t('signIns.unknown'));
  // over already: the list that is read again says so
  const failed = end.error && codeOf(end.error) !== 'auth/sign-in-not-found';
  return (
    <li className={classes.row}>
      <Icon size={28} aria-hidden />
      <div className={classes.rowText}>
        <Text fw={650}>{name}</Text>
        <Text size="sm" c="dimmed">
          {t('signIns.times', { started: date(startedAt), seen: date(lastSeenAt) })}
        </Text>
        {failed && <Refusal error={end.error} />}
      </div>
      {current ? (
        <Badge variant="light" size="lg">
          {t('signIns.here')}
        </Badge>
      ) : (
        <Button
          variant="default"
          size="sm"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={t('signIns.endOf', { name })}
        >
          {t('signIns.end')}
        </Button>
      )}
    </li>
  );
}
