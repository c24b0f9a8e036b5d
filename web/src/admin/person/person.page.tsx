import { Alert, Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useSignedIn } from '../../desk/account/account.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { people } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { personKey } from '../shared/keys.ts';
import { ActionsCard } from './actions-card.tsx';
import { ContactCard } from './contact-card.tsx';
import { FactsCard } from './facts-card.tsx';
import { RightsCard } from './rights-card.tsx';
import { RolesCard } from './roles-card.tsx';

/** One person: who it is, what it may do, and what an administrator can do about it. */
export function Component() {
  const { t } = useTranslation('admin');
  const { id } = useParams() as { id: string };
  const { me } = useSignedIn();
  const [news, setNews] = useState<string | null>(null);
  const person = useQuery({ queryKey: personKey(id), queryFn: () => people.person(id) });
  return (
    <>
      <Anchor component={Link} to="/admin/people" underline="always">
        {t('person.back')}
      </Anchor>
      <PageHeading title={person.data?.name ?? t('people.title')} />
      <div role="status">
        {news && (
          <Alert color="right" mb="md">
            {news}
          </Alert>
        )}
      </div>
      <QueryView query={person} skeleton={<Skeleton height={480} radius="lg" />}>
        {(found) => (
          <div className={classes.columns}>
            <div className={classes.column}>
              <FactsCard person={found} onNews={setNews} />
              {found.roles.includes('guardian') && <ContactCard key={id} person={found} />}
              <RolesCard person={found} onNews={setNews} />
            </div>
            <div className={classes.column}>
              <ActionsCard person={found} isSelf={id === me.id} onNews={setNews} />
              {!found.isMinor && <RightsCard person={found} />}
            </div>
          </div>
        )}
      </QueryView>
    </>
  );
}
