import './texts.ts';
import { IconChalkboard, IconPlant2, IconReportAnalytics, IconRoute } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TabLinks } from '../../desk/shell/tab-links.tsx';
import { useClass } from '../classes/use-classes.ts';

/** From each page of a class to the others; also on the page of one of its learners. */
export function ClassNav({ classId }: { classId: string }) {
  const { t } = useTranslation(['following', 'mastery', 'records']);
  const looksAfter = useClass(classId).data?.role === null;
  const at = (page: string) => `/teach/classes/${classId}${page}`;
  const tabs = [
    { to: at(''), Icon: IconChalkboard, name: t('nav.class') },
    // whoever looks after all classes sees no figures of the accounts
    ...(looksAfter
      ? []
      : [
          { to: at('/mastery'), Icon: IconPlant2, name: t('mastery:overview.link') },
          { to: at('/missions'), Icon: IconRoute, name: t('nav.missions') },
        ]),
    { to: at('/report'), Icon: IconReportAnalytics, name: t('records:ofClass.link') },
  ];
  return <TabLinks label={t('nav.label')} tabs={tabs} />;
}
