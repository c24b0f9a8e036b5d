import './texts.ts';
import { IconChalkboard, IconPlant2, IconReportAnalytics, IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useClass } from '../classes/use-classes.ts';
import classes from './class-nav.module.css';

/** From each page of a class to the others; also on the page of one of its learners. */
export function ClassNav({ classId }: { classId: string }) {
  const { t } = useTranslation(['following', 'mastery', 'records']);
  const looksAfter = useClass(classId).data?.role === null;
  const pages = [
    { to: '', Icon: IconChalkboard, name: t('nav.class') },
    // whoever looks after all classes sees no figures of the accounts
    ...(looksAfter
      ? []
      : [
          { to: '/mastery', Icon: IconPlant2, name: t('mastery:overview.link') },
          { to: '/missions', Icon: IconRoute, name: t('nav.missions') },
        ]),
    { to: '/report', Icon: IconReportAnalytics, name: t('records:ofClass.link') },
  ];
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      {pages.map(({ to, Icon, name }) => (
        <NavLink key={to} to={`/teach/classes/${classId}${to}`} end className={classes.page}>
          <Icon size={20} aria-hidden /> {name}
        </NavLink>
      ))}
    </nav>
  );
}
