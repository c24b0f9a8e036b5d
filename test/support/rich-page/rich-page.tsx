import '../../../web/src/shared/styles/tokens.css';
import '../../../web/src/shared/styles/base.css';
import { createRoot } from 'react-dom/client';
import { common as commonEn } from '../../../web/src/shared/i18n/en/common.ts';
import { common as commonEs } from '../../../web/src/shared/i18n/es/common.ts';
import { startI18n } from '../../../web/src/shared/i18n/i18n.ts';
import { QuestionMedia } from '../../../web/src/shared/rich-text/question-media.tsx';
import { ReadAloud } from '../../../web/src/shared/rich-text/read-aloud.tsx';
import { RichText } from '../../../web/src/shared/rich-text/rich-text.tsx';

startI18n({ en: { common: commonEn }, es: { common: commonEs } });
const code =
  'Look:\n```python\nfor number in range(10): print("a line that is wider than a phone", number)\n```\nWhat now?';

createRoot(document.getElementById('root')!).render(
  <main style={{ padding: '1rem', display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: '1rem' }}>
    <h1>
      <RichText text={'Is $\\frac{1}{2} < x^2$, for $5 or $10, and $\\frac{1$?'} />
    </h1>
    <p id="code">
      <RichText text={code} />
    </p>
    <button type="button" className="button button-plain">
      <RichText text={'`let x` or $\\sqrt{2}$'} inline />
    </button>
    <ReadAloud text="Is $x^2$ large?" lang="en" />
    <QuestionMedia
      media={{ id: 'picture', kind: 'image', alt: 'A violet square', caption: 'From the lab' }}
    />
    <QuestionMedia media={{ id: 'missing', kind: 'image', alt: 'A map of the river', caption: null }} />
    <QuestionMedia media={{ id: 'sound', kind: 'audio', alt: 'A long A', caption: 'Aaaah' }} />
    <QuestionMedia media={{ id: 'nofilm', kind: 'video', alt: '', caption: null }} />
  </main>,
);
