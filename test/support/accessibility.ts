import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

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
      await show('light', page);
      note(screen, 'light', await new AxeBuilder({ page }).setLegacyMode().analyze());
      await show('dark', page);
      note(screen, 'dark', await page.evaluate(lookAtColours));
      await page.emulateMedia({ colorScheme: null });
    },
  };
}

/** Of the rules only this one sees a difference between day and night; axe is on the page already. */
function lookAtColours(): Promise<AxeResults> {
  const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
  return axe.run({ runOnly: ['color-contrast'], resultTypes: ['violations'] });
}

/** Colours are what they are only when the page has heard of the theme and nothing moves or fades any more. */
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
    while (said() !== theme && performance.now() < until) await frame();
    await frame();
    await frame();
    const ends = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
      .map((one) => one.finished.catch(() => undefined));
    await Promise.all(ends);
  }, theme);
}
