import '../shared/styles/tokens.css';
import '@mantine/core/styles.layer.css';
import './desk.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { reloadAfterUpgrade } from '../shared/after-upgrade.ts';
import { Announcer } from '../shared/announcer.tsx';
import { account as accountEn } from '../shared/i18n/en/account.ts';
import { admin as adminEn } from '../shared/i18n/en/admin.ts';
import { alone as aloneEn } from '../shared/i18n/en/alone.ts';
import { avatars as avatarsEn } from '../shared/i18n/en/avatars.ts';
import { badges as badgesEn } from '../shared/i18n/en/badges.ts';
import { classes as classesEn } from '../shared/i18n/en/classes.ts';
import { common as commonEn } from '../shared/i18n/en/common.ts';
import { daily as dailyEn } from '../shared/i18n/en/daily.ts';
import { family as familyEn } from '../shared/i18n/en/family.ts';
import { hosting as hostingEn } from '../shared/i18n/en/hosting.ts';
import { joining as joiningEn } from '../shared/i18n/en/joining.ts';
import { learn as learnEn } from '../shared/i18n/en/learn.ts';
import { mail as mailEn } from '../shared/i18n/en/mail.ts';
import { mastery as masteryEn } from '../shared/i18n/en/mastery.ts';
import { powers as powersEn } from '../shared/i18n/en/powers.ts';
import { progress as progressEn } from '../shared/i18n/en/progress.ts';
import { race as raceEn } from '../shared/i18n/en/race.ts';
import { records as recordsEn } from '../shared/i18n/en/records.ts';
import { replay as replayEn } from '../shared/i18n/en/replay.ts';
import { season as seasonEn } from '../shared/i18n/en/season.ts';
import { stage as stageEn } from '../shared/i18n/en/stage.ts';
import { teach as teachEn } from '../shared/i18n/en/teach.ts';
import { account as accountEs } from '../shared/i18n/es/account.ts';
import { admin as adminEs } from '../shared/i18n/es/admin.ts';
import { alone as aloneEs } from '../shared/i18n/es/alone.ts';
import { avatars as avatarsEs } from '../shared/i18n/es/avatars.ts';
import { badges as badgesEs } from '../shared/i18n/es/badges.ts';
import { classes as classesEs } from '../shared/i18n/es/classes.ts';
import { common as commonEs } from '../shared/i18n/es/common.ts';
import { daily as dailyEs } from '../shared/i18n/es/daily.ts';
import { family as familyEs } from '../shared/i18n/es/family.ts';
import { hosting as hostingEs } from '../shared/i18n/es/hosting.ts';
import { joining as joiningEs } from '../shared/i18n/es/joining.ts';
import { learn as learnEs } from '../shared/i18n/es/learn.ts';
import { mail as mailEs } from '../shared/i18n/es/mail.ts';
import { mastery as masteryEs } from '../shared/i18n/es/mastery.ts';
import { powers as powersEs } from '../shared/i18n/es/powers.ts';
import { progress as progressEs } from '../shared/i18n/es/progress.ts';
import { race as raceEs } from '../shared/i18n/es/race.ts';
import { records as recordsEs } from '../shared/i18n/es/records.ts';
import { replay as replayEs } from '../shared/i18n/es/replay.ts';
import { season as seasonEs } from '../shared/i18n/es/season.ts';
import { stage as stageEs } from '../shared/i18n/es/stage.ts';
import { teach as teachEs } from '../shared/i18n/es/teach.ts';
import { isLanguage, startI18n } from '../shared/i18n/i18n.ts';
import { AccountProvider } from './account/account.tsx';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';
import { colorSchemeManager, cssVariablesResolver, theme } from './theme.ts';
import { tutti } from './tutti.ts';

reloadAfterUpgrade();
i18next.on('languageChanged', (language) => {
  if (isLanguage(language)) tutti.locale = language;
});
startI18n({
  en: {
    account: accountEn,
    admin: adminEn,
    avatars: avatarsEn,
    badges: badgesEn,
    alone: aloneEn,
    classes: classesEn,
    common: commonEn,
    daily: dailyEn,
    family: familyEn,
    hosting: hostingEn,
    joining: joiningEn,
    learn: learnEn,
    mail: mailEn,
    powers: powersEn,
    mastery: masteryEn,
    progress: progressEn,
    race: raceEn,
    records: recordsEn,
    replay: replayEn,
    season: seasonEn,
    stage: stageEn,
    teach: teachEn,
  },
  es: {
    account: accountEs,
    admin: adminEs,
    avatars: avatarsEs,
    badges: badgesEs,
    alone: aloneEs,
    classes: classesEs,
    common: commonEs,
    daily: dailyEs,
    family: familyEs,
    hosting: hostingEs,
    joining: joiningEs,
    learn: learnEs,
    mail: mailEs,
    powers: powersEs,
    mastery: masteryEs,
    progress: progressEs,
    race: raceEs,
    records: recordsEs,
    replay: replayEs,
    season: seasonEs,
    stage: stageEs,
    teach: teachEs,
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <AccountProvider>
          <RouterProvider router={router} />
          <Announcer />
        </AccountProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
