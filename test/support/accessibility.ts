import { type AxeResults, type RunOptions, source } from 'axe-core';
import type { Page } from 'playwright-core';
import { isAt, scannedRoutes } from './scanned-routes.ts';

const grave = ['serious', 'critical'];

export interface AccessibilityCheck {
  /** Looks at what the page shows right now, in light and in dark. */
  look(screen: string, page: Page): Promise<void>;
  screens: string[];
  violations: string[];
}

export function checkAccessibility(): AccessibilityCheck {
  const screens: string[] = [];
  const violations: string[] = [];
  const note = (screen: string, theme: 'light' | 'dark', found: AxeResults) => {
    for (const { id, impact, help, nodes } of found.violations) {
      if (!grave.includes(impact ?? '')) continue;
      violations.push(`${screen}, ${theme}: ${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
    }
  };
  const show = async (theme: 'light' | 'dark', page: Page) => {
    await page.emulateMedia({ colorScheme: theme });
    await stillness(page, theme);
  };
  return {
    screens,
    violations,
    async look(screen, page) {
      screens.push(screen);
      const [route] = Object.entries(scannedRoutes).find(([, name]) => name === screen) ?? ['*'];
      const { pathname } = new URL(page.url());
      if (!isAt(route, pathname)) throw new Error(`${screen} stands for ${route}, and this is ${pathname}`);
      await show('light', page);
      note(screen, 'light', await lookWithAxe(page, {}));
      await show('dark', page);
      // of the rules only this one sees a difference between day and night
      note(screen, 'dark', await lookWithAxe(page, { runOnly: ['color-contrast'] }));
      await page.emulateMedia({ colorScheme: null });
    },
  };
}

/** A document takes axe in once: it is large, and the same document is looked at again. */
async function lookWithAxe(page: Page, options: RunOptions): Promise<AxeResults> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(
    (options) => (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, options),
    { ...options, resultTypes: ['violations'] } satisfies RunOptions,
  );
}

/** Colours are what they are only when the page has heard of the theme and nothing moves or fades any more: what does is brought to its end. */
async function stillness(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(async (theme) => {
    const frame = () =>
      new Promise((resolve) => {
        requestAnimationFrame(resolve);
        setTimeout(resolve, 100);
      });
    const until = performance.now() + 2_000;
    // Mantine learns of it by an event, and says on the document when it has; other pages do not say
    const said = () => document.documentElement.dataset.mantineColorScheme ?? theme;
    // a menu that is on its way out has lost its items already
    const isLeaving = () => document.querySelector('[role="menu"]:not(:has([role^="menuitem"]))') !== null;
    while ((said() !== theme || isLeaving()) && performance.now() < until) await frame();
    await frame();
    await frame();
    for (const one of document.getAnimations())
      if (one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) one.finish();
    await frame();
  }, theme);
}
