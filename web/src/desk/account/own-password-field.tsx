import { Button, Group, PasswordInput } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language.ts';
import { makePassword } from './sign-up/make-password.ts';
import type { Fields } from './use-fields.ts';

interface OwnPasswordFieldProps {
  /** Default: a word for one's own. */
  label?: string;
  bound: ReturnType<Fields['bind']>;
  onMade(password: string): void;
}

/** A child's own password, and a dice for one that is easy to keep in mind. What is rolled can be read. */
export function OwnPasswordField({ label, bound, onMade }: OwnPasswordFieldProps) {
  const { t } = useTranslation('account');
  const language = useLanguage();
  const [visible, setVisible] = useState(false);
  return (
    <div>
      <PasswordInput
        {...bound}
        label={label ?? t('setup.password')}
        description={t('setup.passwordHint')}
        autoComplete="new-password"
        visible={visible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      />
      <Group mt="xs">
        <Button
          variant="default"
          size="sm"
          leftSection={<IconDice5 size={20} aria-hidden />}
          onClick={() => {
            onMade(makePassword(language));
            setVisible(true);
          }}
        >
          {t('signUp.makePassword')}
        </Button>
      </Group>
    </div>
  );
}
