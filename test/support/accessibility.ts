import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

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
  const analyse = async (screen: string, theme: 'light' | 'dark', page: Page, axe: AxeBuilder) => {
    await page.emulateMedia({ colorScheme: theme });
    await stillness(page);
    const found = await axe.setLegacyMode().analyze();
    for (const { id, impact, help, nodes } of found.violations) {
      if (!grave.includes(impact ?? '')) continue;
      violations.push(`${screen}, ${theme}: ${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
    }
  };
  return {
    screens,
    violations,
    async look(screen, page) {
      screens.push(screen);
      await analyse(screen, 'light', page, new AxeBuilder({ page }));
      // Of the rules only this one sees a difference between day and night.
      await analyse(screen, 'dark', page, new AxeBuilder({ page }).withRules('color-contrast'));
      await page.emulateMedia({ colorScheme: null });
    },
  };
}

/** Colours are what they are only when nothing moves or fades any more. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ends = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
      .map((one) => one.finished.catch(() => undefined));
    await Promise.all(ends);
  });
}
