import { Alert, Button, Text, TextInput } from '@mantine/core';
import { IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FamilyChildDetail } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { email } from '../../desk/account/field-rules.ts';
import { LanguageField } from '../../desk/account/language-field.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDay } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { family } from '../../desk/tutti.ts';
import type { FamilyNews } from '../children.page.tsx';
import { FamilyRefusal } from '../family-refusal.tsx';
import { LinkLike } from '../link-like.tsx';

export function GuardiansCard({ child }: { child: FamilyChildDetail }) {
  const { t } = useTranslation('family');
  const day = useDay();
  const go = useNavigate();
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const leave = useMutation({
    mutationFn: () => family.endGuardianship(child.id),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['children'] });
      go('/family', { replace: true, state: { left: child.name } satisfies FamilyNews });
    },
  });
  return (
    <Card title={t('guardians.title', { child: child.name })} Icon={IconUsersGroup}>
      <ul className={cardClasses.list}>
        {child.guardians.map(({ id, name, relationship, isYou, since }) => (
          <li key={id} className={cardClasses.row}>
            <div className={cardClasses.rowText}>
              <Text fw={700}>
                <bdi>{isYou ? t('guardians.you', { name }) : name}</bdi>
              </Text>
              <Text size="sm" c="dimmed">
                {t('guardians.since', { relationship: t(`relationship.${relationship}`), date: day(since) })}
              </Text>
            </div>
          </li>
        ))}
      </ul>
      {child.teachers > 0 && <Text>{t('guardians.teachers', { count: child.teachers })}</Text>}
      <Text c="dimmed">{t('guardians.stricter')}</Text>
      <InviteGuardian childId={child.id} />
      {leave.error && <FamilyRefusal error={leave.error} />}
      <div>
        <LinkLike
          onClick={() =>
            ask({
              title: t('guardians.leaveTitle'),
              body: t('guardians.leaveBody', { child: child.name }),
              yes: t('guardians.leaveYes'),
              onYes: () => leave.mutateAsync().catch(() => undefined),
            })
          }
        >
          {t('guardians.leave', { child: child.name })}
        </LinkLike>
      </div>
      {dialog}
    </Card>
  );
}

function InviteGuardian({ childId }: { childId: string }) {
  const { t } = useTranslation('family');
  const fields = useFields({ email });
  const own = useLanguage();
  const [locale, setLocale] = useState(own);
  const [open, setOpen] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const invite = useMutation({
    mutationFn: (to: string) => family.inviteGuardian(childId, to, locale),
    onSuccess(_, to) {
      setSentTo(to);
      setOpen(false);
      fields.clear();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (fields.check(event.currentTarget)) invite.mutate(fields.values.email.trim());
  }

  return (
    <div>
      <div role="status">
        {sentTo && (
          <Alert color="right" mb="xs" style={{ overflowWrap: 'anywhere' }}>
            {t('guardians.sent', { email: sentTo })}
          </Alert>
        )}
      </div>
      <Button variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('guardians.invite')}
      </Button>
      {open && (
        <form className={cardClasses.form} onSubmit={submit} noValidate style={{ marginTop: '1rem' }}>
          <Text>{t('guardians.inviteHint')}</Text>
          <TextInput {...fields.bind('email')} label={t('guardians.email')} type="email" autoComplete="off" />
          <LanguageField label={t('guardians.language')} value={locale} onChange={setLocale} />
          {invite.error && <FamilyRefusal error={invite.error} />}
          <div>
            <Button type="submit" loading={invite.isPending}>
              {t('guardians.send')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
