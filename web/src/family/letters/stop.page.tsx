import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LinkButton } from '../../desk/account/link-button.tsx';
import { LinkDone } from '../../desk/account/link-done.tsx';
import { family } from '../../desk/tutti.ts';

/** [WKL-5] Whoever wants no more letters needs no password for it. */
export function Component() {
  const { t } = useTranslation('family');
  return (
    <LinkButton
      name="letters"
      title={t('letters.stopTitle')}
      lead={t('letters.stopLead')}
      submit={t('letters.stop')}
      use={family.stopWeeklyLetters}
    >
      {() => (
        <LinkDone title={t('letters.stoppedTitle')} text={t('letters.stopped')}>
          <Button component={Link} to="/family" variant="default" size="lg">
            {t('letters.toFamily')}
          </Button>
        </LinkDone>
      )}
    </LinkButton>
  );
}
