import './texts.ts';
import { Anchor, Button, Skeleton, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { may, useSignedIn } from '../../desk/account/account.tsx';
import { useLanguage } from '../../desk/language.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { tutti } from '../../desk/tutti.ts';
import { useClasses } from '../classes/use-classes.ts';
import missionClasses from '../library/mission.module.css';
import { GiveForm } from './give-form.tsx';

/** [REP-4] */
export function Component() {
  const { t } = useTranslation('homework');
  const { id = '' } = useParams();
  const locale = useLanguage();
  const { me } = useSignedIn();
  const mission = useQuery({
    queryKey: ['mission', id, locale],
    queryFn: () => tutti.mission(id, { locale }),
  });
  const teaches = may('classes.teach')(me);
  const classes = useClasses('current', { enabled: teaches });
  const skeleton = <FormSkeleton />;
  return (
    <QueryView query={mission} order={1} skeleton={skeleton}>
      {(found) => (
        <>
          <Anchor component={Link} to={`/teach/missions/${id}`} className={missionClasses.back}>
            <IconArrowLeft size={20} aria-hidden /> {found.title}
          </Anchor>
          <PageHeading title={t('give.title')} lead={t('give.lead', { title: found.title })} />
          {teaches ? (
            <QueryView query={classes} skeleton={skeleton}>
              {({ pages }) => {
                const own = pages.flatMap(({ items }) => items);
                return own.length === 0 ? <NoClass /> : <GiveForm mission={found} classes={own} />;
              }}
            </QueryView>
          ) : (
            <NoClass />
          )}
        </>
      )}
    </QueryView>
  );
}

function NoClass() {
  const { t } = useTranslation('homework');
  return (
    <Panel
      mood="waiting"
      title={t('give.noClassTitle')}
      actions={
        <Button component={Link} to="/teach/classes">
          {t('give.toClasses')}
        </Button>
      }
    >
      {t('give.noClass')}
    </Panel>
  );
}

function FormSkeleton() {
  return (
    <Stack maw="40rem">
      <Skeleton height={48} width="60%" />
      <Skeleton height={360} radius="lg" />
    </Stack>
  );
}
