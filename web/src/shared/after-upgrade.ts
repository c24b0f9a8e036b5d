import { recall, remember } from './memory.ts';

const reloadedAt = 'reloadedAt';
const shortestMs = 60_000;

/**
 * A new version on the server takes the old files away, and an open page may ask for one of them. Then it loads itself
 * anew, quietly. Bad Wi-Fi looks the same at first; so only when the server really gives other scripts than ours.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener('vite:preloadError', () => {
    void isUpgraded().then((upgraded) => {
      if (!upgraded || Date.now() - Number(recall(reloadedAt, () => sessionStorage)) < shortestMs) return;
      remember(reloadedAt, String(Date.now()), () => sessionStorage);
      location.reload();
    });
  });
}

async function isUpgraded(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"]');
  if (!script) return false;
  try {
    const page = await fetch(location.href, { cache: 'no-store' });
    return page.ok && !(await page.text()).includes(new URL(script.src).pathname);
  } catch {
    return false;
  }
}
