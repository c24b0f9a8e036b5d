import '../shared/styles/tokens.css';
import '../shared/styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { reloadAfterUpgrade } from '../shared/after-upgrade.ts';
import { Announcer } from '../shared/announcer.tsx';
import { CrashScreen } from '../shared/crash-screen.tsx';
import { common as commonEn } from '../shared/i18n/en/common.ts';
import { player as playerEn } from '../shared/i18n/en/player.ts';
import { common as commonEs } from '../shared/i18n/es/common.ts';
import { player as playerEs } from '../shared/i18n/es/player.ts';
import { startI18n } from '../shared/i18n/i18n.ts';
import { startSounds } from '../shared/sounds.ts';
import { applyTheme } from '../shared/theme.ts';
import { App } from './app.tsx';

reloadAfterUpgrade();
applyTheme();
startSounds(false);
startI18n({
  en: { common: commonEn, player: playerEn },
  es: { common: commonEs, player: playerEs },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CrashScreen>
      <App />
    </CrashScreen>
    <Announcer />
  </StrictMode>,
);
