import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';

const built = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url));

export const desktop: BrowserContextOptions = { viewport: { width: 1366, height: 768 }, locale: 'en-GB' };
export const bigScreen = { width: 1920, height: 1080 };
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'en-GB',
};

export interface Visitors {
  /** Somebody with a browser of their own: other cookies, another storage. */
  come(name: string, options?: BrowserContextOptions): Promise<Page>;
  /** What threw in their pages. */
  errors: string[];
  /** What their consoles complained about, violations of the policy among it, and requests that were refused or failed. */
  complaints: string[];
  /** All of them leave. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

/** One for all files of a process; it ends with the process. */
let shared: Browser | undefined;
async function sharedBrowser(): Promise<Browser> {
  if (!shared?.isConnected()) shared = await launchChromium();
  return shared;
}

/** A real browser for the pages as they are built, one of its own where it needs options; the server is somebody else's. */
export async function openBrowser(options?: LaunchOptions): Promise<Visitors> {
  if (!existsSync(built)) {
    throw new Error(
      'The pages are not built. `npm test` builds them; without it: `npx vite build --config web/vite.config.ts`.',
    );
  }
  const browser = await (options ? launchChromium(options) : sharedBrowser());
  const contexts = new Set<BrowserContext>();
  const errors: string[] = [];
  const complaints: string[] = [];
  const leave = async () => {
    await Promise.all([...contexts].map((context) => context.close()));
    contexts.clear();
  };
  return {
    errors,
    complaints,
    async come(name, options = desktop) {
      const context = await browser.newContext(options);
      contexts.add(context);
      context.setDefaultTimeout(20_000);
      context.on('weberror', (event) => {
        const error = event.error();
        errors.push(`${name}: ${error.stack ?? error.message}`);
      });
      watch(context, (complaint) => complaints.push(`${name}: ${complaint}`));
      return context.newPage();
    },
    leave,
    close: () => (options ? browser.close() : leave()),
  };
}

/** With this a page asks whether somebody is signed in; "no" is an answer. */
const isQuestionWhoIsThere = (url: string) => url.endsWith('/api/v1/auth/refresh');

function watch(context: BrowserContext, complain: (complaint: string) => void): void {
  context.on('console', (message) => {
    const { url } = message.location();
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !isQuestionWhoIsThere(url)) complain(`${message.text()} (${url})`);
  });
  context.on('requestfailed', (request) => {
    const failure = request.failure()?.errorText;
    // whoever leaves a page takes along nothing that was still being read, be it a film or a list
    if (request.method() === 'GET' && failure === 'net::ERR_ABORTED') return;
    complain(`${request.method()} ${request.url()} ${failure}`);
  });
  context.on('response', (response) => {
    const status = response.status();
    if (status < 400 || (status === 401 && isQuestionWhoIsThere(response.url()))) return;
    complain(`${response.request().method()} ${response.url()} ${status}`);
  });
}

/** A tab that the page opens by itself. */
export async function tabOpenedBy(page: Page, act: () => Promise<unknown>): Promise<Page> {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), act()]);
  return tab;
}
