import type { Locale } from '@tutti/client';
import { codeOf } from '../../desk/states/problem.ts';
import { family } from '../../desk/tutti.ts';
import type { Sheet } from './consent-form-sheet.tsx';

interface SheetAsked {
  /** Of the mail's link; empty when the child is named. */
  token: string;
  childId: string;
  locale: Locale;
  staff: boolean;
  guardian: boolean;
}

/** What stands on the form, from whichever side it is asked for. */
export async function readSheet({ token, childId, locale, staff, guardian }: SheetAsked): Promise<Sheet> {
  if (token) {
    const { child, organization, coordinator, notice, scopes } = await family.consentRequest(token);
    const shown =
      notice.locale === locale ? notice : await family.notice({ locale, version: notice.version });
    return {
      child: { name: child.nickname, username: null },
      organization,
      coordinator,
      notice: shown,
      scopes,
    };
  }
  if (guardian) {
    try {
      const { name, username, organization, consents, noticeVersion } = await family.child(childId);
      const notice = await family.notice({ locale, version: noticeVersion });
      return {
        child: { name, username },
        organization: { name: organization },
        coordinator: { name: null, email: null },
        notice,
        scopes: consents,
      };
    } catch (error) {
      // a teacher who is a mother or father, too, and prints for a pupil
      if (!staff || codeOf(error) !== 'child/not-found') throw error;
    }
  }
  return family.printedForm(childId, locale);
}
