import '../shared/styles/tokens.css';
import '../shared/styles/base.css';
import './projector.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { reloadAfterUpgrade } from '../shared/after-upgrade.ts';
import { Announcer } from '../shared/announcer.tsx';
import { CrashScreen } from '../shared/crash-screen.tsx';
import { common as commonEn } from '../shared/i18n/en/common.ts';
import { joining as joiningEn } from '../shared/i18n/en/joining.ts';
import { projector as projectorEn } from '../shared/i18n/en/projector.ts';
import { stage as stageEn } from '../shared/i18n/en/stage.ts';
import { common as commonEs } from '../shared/i18n/es/common.ts';
import { joining as joiningEs } from '../shared/i18n/es/joining.ts';
import { projector as projectorEs } from '../shared/i18n/es/projector.ts';
import { stage as stageEs } from '../shared/i18n/es/stage.ts';
import { startI18n } from '../shared/i18n/i18n.ts';
import { startSounds } from '../shared/sounds.ts';
import { applyTheme } from '../shared/theme.ts';
import { App } from './app.tsx';

reloadAfterUpgrade();
applyTheme();
startSounds(true);
startI18n({
  en: { common: commonEn, joining: joiningEn, projector: projectorEn, stage: stageEn },
  es: { common: commonEs, joining: joiningEs, projector: projectorEs, stage: stageEs },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CrashScreen>
      <App />
    </CrashScreen>
    <Announcer />
  </StrictMode>,
);
