import { Anchor, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSignedIn } from '../../../desk/account/account.tsx';
import { PageHeading } from '../../../desk/shell/page-heading.tsx';
import { Panel } from '../../../desk/states/panel.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import classes from '../classes.module.css';
import { leads, useAllPages, useClasses } from '../use-classes.ts';
import { YearSteps } from './year-steps.tsx';

/** Old classes are put away, new ones made of them, step by step. */
export function Component() {
  const { t } = useTranslation('classes');
  const { me } = useSignedIn();
  const list = useClasses();
  // the result stays, also when no class is left to lead
  const [done, setDone] = useState(false);
  useAllPages(list);
  return (
    <>
      <Anchor component={Link} to="/teach/classes" className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('one.back')}
      </Anchor>
      <PageHeading title={t('year.title')} lead={t('year.lead')} />
      <QueryView query={list} skeleton={<Skeleton height={320} radius="lg" />}>
        {({ pages }) => {
          if (list.hasNextPage) return <Skeleton height={320} radius="lg" />;
          const mine = pages.flatMap((page) => page.items).filter((one) => leads(me, one));
          return mine.length === 0 && !done ? (
            <Panel mood="waiting" title={t('year.none')}>
              {t('year.noneHint')}
            </Panel>
          ) : (
            <YearSteps mine={mine} onDone={() => setDone(true)} />
          );
        }}
      </QueryView>
    </>
  );
}
