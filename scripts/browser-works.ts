import { launchChromium } from '../test/support/chromium.ts';

// Exit code 0 when the browser tests have a browser.
const browser = await launchChromium();
await browser.close();
