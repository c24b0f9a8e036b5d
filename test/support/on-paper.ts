import type { Page } from 'playwright-core';

/** A sheet of A4 between its margins. */
const paper = { width: 718, height: 1047 };

/** What does not belong on paper, and what paper would cut off, of the page as it would be printed now. */
export async function faultsOnPaper(page: Page): Promise<string[]> {
  const before = page.viewportSize()!;
  await page.setViewportSize(paper);
  await page.emulateMedia({ media: 'print' });
  const faults = await page.evaluate(() => {
    const shown = (one: Element) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
    const said = (one: Element) => one.getAttribute('aria-label') ?? one.textContent!.trim();
    // a name that opens its learner is a name on paper, too
    const found = [...document.querySelectorAll('nav, header, button:not(th *), input, select')]
      .filter(shown)
      .map((one) => `${one.localName}: ${said(one)}`);
    for (const one of document.querySelectorAll('main, main *:not(.sr-only)')) {
      const { overflowX, overflowY, position } = getComputedStyle(one);
      if (shown(one) && position === 'sticky') found.push(`hides what is below: ${said(one).slice(0, 60)}`);
      const isCut =
        (overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1) ||
        (overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1);
      if (shown(one) && isCut) found.push(`cut: ${one.localName} ${said(one).slice(0, 60)}`);
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`wider than paper by ${scrollWidth - clientWidth}`);
    return found;
  });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  return faults;
}
