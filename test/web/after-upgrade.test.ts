import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccessibility } from '../support/accessibility.ts';
import { accountWords, TeacherPages, teachWords } from '../support/class-pages.ts';
import { openBrowser, type Visitors } from '../support/pages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let visitors: Visitors;

beforeAll(async () => {
  [server, visitors] = await Promise.all([startTestServer(), openBrowser()]);
}, 60_000);

afterAll(async () => {
  await visitors?.close();
  await server?.stop();
});

/** A teacher in the library; the file of the next page is gone. */
async function withoutNextPage(name: string) {
  const page = await visitors.come(name);
  await new TeacherPages(page).signIn(server.url, server.teacher);
  let loads = 0;
  page.on('load', () => loads++);
  await page.route('**/assets/sessions.page-*.js', (route) => route.fulfill({ status: 404 }));
  const askForIt = () =>
    page
      .getByRole('navigation', { name: accountWords.nav.label })
      .getByRole('link', { name: teachWords.sessions.title })
      .click();
  const crashed = page.getByRole('heading', { name: accountWords.states.crashedTitle });
  return { page, askForIt, crashed, loads: () => loads };
}

describe('a page that was open while the server was upgraded', () => {
  it('loads itself anew, once, when the file it asks for is gone', async () => {
    const { page, askForIt, crashed, loads } = await withoutNextPage('upgraded');
    const isFetch = (resource: string) => resource === 'fetch';
    await page.route('**/teach**', (route) =>
      isFetch(route.request().resourceType())
        ? route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/assets/new.js">' })
        : route.continue(),
    );
    await Promise.all([page.waitForEvent('load'), askForIt()]);
    await page.getByRole('navigation', { name: accountWords.nav.label }).waitFor();

    await askForIt(); // still gone: now it says so
    await crashed.waitFor();
    expect(loads()).toBe(1);
  });

  it('stays as it is when the file is missing for another reason', async () => {
    const { page, askForIt, crashed, loads } = await withoutNextPage('bad Wi-Fi');
    await askForIt();
    await crashed.waitFor();
    expect(loads()).toBe(0);
    const accessibility = checkAccessibility();
    await accessibility.look('a page that got stuck', page);
    expect(accessibility.violations).toEqual([]);
  });
});
