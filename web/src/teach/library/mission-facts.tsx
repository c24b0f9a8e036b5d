import { IconClock, IconHelpHexagon, IconLanguage, IconUsersGroup } from '@tabler/icons-react';
import type { MissionSummary } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import classes from './library.module.css';

export function MissionFacts({ mission }: { mission: MissionSummary }) {
  const { t, i18n } = useTranslation('teach');
  const nameOf = new Intl.DisplayNames(i18n.resolvedLanguage ?? 'en', { type: 'language' });
  const languages = mission.locales.map((locale) => nameOf.of(locale) ?? locale);
  const facts = [
    { Icon: IconUsersGroup, text: t('mission.ages', mission.ages) },
    { Icon: IconClock, text: t('mission.minutes', { count: mission.estimatedMinutes }) },
    { Icon: IconHelpHexagon, text: t('mission.questions', { count: mission.questions }) },
    { Icon: IconLanguage, text: languages.join(', ') },
  ];
  return (
    <ul className={classes.facts}>
      {facts.map(({ Icon, text }) => (
        <li key={text}>
          <Icon size={20} aria-hidden /> {text}
        </li>
      ))}
    </ul>
  );
}
