import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fields } from '../use-fields.ts';

/** The second factor: six digits of an app, or a recovery code where the app is not at hand. Binds the field `code`. */
export function CodeFields({ bound }: { bound: ReturnType<Fields['bind']> }) {
  const { t } = useTranslation('account');
  const [recovery, setRecovery] = useState(false);
  return (
    <>
      <TextInput
        {...bound}
        key={recovery ? 'recovery' : 'app'}
        label={t(recovery ? 'signIn.recovery' : 'signIn.code')}
        description={t(recovery ? 'signIn.recoveryLead' : 'signIn.codeLead')}
        inputMode={recovery ? 'text' : 'numeric'}
        autoComplete={recovery ? 'off' : 'one-time-code'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={30}
        autoFocus
      />
      <Button variant="subtle" onClick={() => setRecovery(!recovery)}>
        {t(recovery ? 'signIn.useCode' : 'signIn.useRecovery')}
      </Button>
    </>
  );
}
