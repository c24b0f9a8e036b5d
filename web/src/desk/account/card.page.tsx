import { Text } from '@mantine/core';
import type { CardPreview } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { classes } from '../tutti.ts';
import { homeOf } from './account.tsx';
import { newPassword } from './field-rules.ts';
import { LinkCheck } from './link-check.tsx';
import { LinkForm } from './link-form.tsx';
import { OwnPasswordField } from './own-password-field.tsx';
import { useFields } from './use-fields.ts';

/** What the code on a pupil's printed card opens: once, to choose a password. */
export function Component() {
  return (
    <LinkCheck name="card" look={(token) => classes.previewCard(token)}>
      {(token, card) => <CardForm token={token} card={card} />}
    </LinkCheck>
  );
}

function CardForm({ token, card }: { token: string; card: CardPreview }) {
  const { t } = useTranslation('account');
  const go = useNavigate();
  const fields = useFields({ password: newPassword });

  async function send() {
    const me = await classes.openCard(token, fields.values.password);
    go(homeOf(me), { replace: true });
  }

  return (
    <LinkForm
      name="card"
      usedCode="card/invalid"
      title={t('card.title', { name: card.name })}
      lead={t('card.lead', { organization: card.organization })}
      submit={t('card.submit')}
      fields={fields}
      send={send}
    >
      <Text>{t('card.username', { username: card.username })}</Text>
      {/* so that the browser keeps name and password together */}
      <input type="hidden" name="username" autoComplete="username" value={card.username} readOnly />
      <OwnPasswordField
        bound={fields.bind('password')}
        onMade={(password) => fields.set('password', password)}
      />
    </LinkForm>
  );
}
