import type { SignInItem } from '../../wire/sign-ins.ts';

type Device = SignInItem['device'];
type Words = readonly (readonly [sign: RegExp, word: string])[];

/** The first that fits: most browsers also name the ones they descend from. */
const browsers: Words = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const systems: Words = [
  [/\biPad\b/, 'iPadOS'],
  [/\b(iPhone|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const wordFor = (text: string, words: Words): string | null =>
  words.find(([sign]) => sign.test(text))?.[1] ?? null;

/** What people recognize their devices by. It is what the browser says, so it is a hint and no proof. */
export function describeDevice(userAgent: string | null): Device {
  const text = userAgent ?? '';
  const system = wordFor(text, systems);
  return { kind: kindOf(text, system), browser: wordFor(text, browsers), system };
}

function kindOf(text: string, system: string | null): Device['kind'] {
  switch (system) {
    case 'iPadOS':
      return 'tablet';
    case 'iOS':
      return 'phone';
    case 'Android':
      return /\bMobile\b/.test(text) ? 'phone' : 'tablet';
    case null:
      return 'other';
    default:
      return 'computer';
  }
}
