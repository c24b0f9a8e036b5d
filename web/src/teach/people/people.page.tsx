import { Skeleton, Stack, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSignedIn } from '../../desk/account/account.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { admin } from '../../desk/tutti.ts';
import { InvitationRow } from './invitation-row.tsx';
import { InviteForm } from './invite-form.tsx';
import classes from './people.module.css';

export function Component() {
  const { t } = useTranslation(['teach', 'account']);
  const { me } = useSignedIn();
  if (!may('people.invite')(me)) {
    return (
      <Panel mood="puzzled" title={t('account:states.forbiddenTitle')}>
        {t('account:states.forbidden')}
      </Panel>
    );
  }
  return (
    <>
      <PageHeading title={t('people.title')} lead={t('people.lead')} />
      <div className={classes.columns}>
        <InviteForm />
        <Invitations />
      </div>
    </>
  );
}

function Invitations() {
  const { t } = useTranslation(['teach', 'account']);
  const [openedAt] = useState(() => Date.now());
  const invitations = useInfiniteQuery({
    queryKey: ['invitations'],
    queryFn: ({ pageParam }) => admin.invitations({ limit: 50, cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <Stack gap="xl" className={classes.lists}>
      <QueryView query={invitations} skeleton={<Skeleton height={240} radius="lg" />}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          const isOpen = (item: (typeof all)[number]) =>
            !item.usedAt && Date.parse(item.expiresAt) > openedAt;
          const open = all.filter(isOpen);
          const past = all.filter((item) => !isOpen(item));
          return (
            <>
              <section aria-label={t('people.openTitle')}>
                <Title order={2} size="h3" mb="sm">
                  {t('people.openTitle')}
                </Title>
                {open.length === 0 ? (
                  <Panel mood="waiting" title={t('people.none')}>
                    {t('people.noneHint')}
                  </Panel>
                ) : (
                  <ul className={classes.list}>
                    {open.map((item) => (
                      <InvitationRow key={item.id} invitation={item} state="open" />
                    ))}
                  </ul>
                )}
              </section>
              {past.length > 0 && (
                <section aria-label={t('people.usedTitle')}>
                  <Title order={2} size="h3" mb="sm">
                    {t('people.usedTitle')}
                  </Title>
                  <ul className={classes.list}>
                    {past.map((item) => (
                      <InvitationRow
                        key={item.id}
                        invitation={item}
                        state={item.usedAt ? 'used' : 'expired'}
                      />
                    ))}
                  </ul>
                </section>
              )}
              <MoreButton query={invitations} label={t('sessions.more')} />
            </>
          );
        }}
      </QueryView>
    </Stack>
  );
}
