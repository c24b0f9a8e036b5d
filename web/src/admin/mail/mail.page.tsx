import {
  Alert,
  Anchor,
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
} from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { MailTemplateKey } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { LetterView } from '../../desk/outbox/letter-view.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { codeOf, sentenceFor } from '../../desk/states/problem.ts';
import { QueryView } from '../../desk/states/query-view.tsx';
import { mail } from '../../desk/tutti.ts';
import { isLanguage } from '../../shared/i18n/i18n.ts';
import classes from '../shared/admin.module.css';

/** Every message in both languages, chosen in the address bar. */
export function Component() {
  const { t, i18n } = useTranslation(['mail', 'account', 'admin']);
  const [search, setSearch] = useSearchParams();
  const asked = search.get('language') ?? i18n.language;
  const locale = isLanguage(asked) ? asked : 'en';
  const previews = useQuery({ queryKey: ['mail-templates', locale], queryFn: () => mail.templates(locale) });
  const narrow = search.get('width') === 'narrow';
  const choose = (change: { letter?: string; language?: string; width?: string }) =>
    setSearch({ ...Object.fromEntries(search), ...change }, { replace: true });

  return (
    <>
      <PageHeading title={t('templates.title')} lead={t('templates.lead')} />
      <QueryView query={previews} skeleton={<Skeleton height={480} radius="lg" />}>
        {({ from, items }) => {
          const shown = items.find(({ template }) => template === search.get('letter')) ?? items[0]!;
          return (
            <Stack gap="lg" maw="52rem">
              <Text>
                {from ? t('templates.from', { address: from }) : t('templates.kept')}{' '}
                <Anchor component={Link} to="/outbox" underline="always">
                  {t('templates.toOutbox')}
                </Anchor>
              </Text>
              <Group align="flex-end" gap="md">
                <NativeSelect
                  flex="1 1 16rem"
                  label={t('templates.choose')}
                  value={shown.template}
                  onChange={({ currentTarget }) => choose({ letter: currentTarget.value })}
                  data={items.map(({ template }) => ({
                    value: template,
                    label: t(`templates.names.${template}`),
                  }))}
                />
                <SegmentedControl
                  aria-label={t('templates.language')}
                  value={locale}
                  onChange={(language) => choose({ language })}
                  data={[
                    { value: 'en', label: t('templates.english') },
                    { value: 'es', label: t('templates.spanish') },
                  ]}
                />
                <SegmentedControl
                  aria-label={t('admin:letters.width')}
                  value={narrow ? 'narrow' : 'wide'}
                  onChange={(width) => choose({ width })}
                  data={[
                    { value: 'wide', label: t('admin:letters.wide') },
                    { value: 'narrow', label: t('admin:letters.narrow') },
                  ]}
                />
              </Group>
              <Text style={{ overflowWrap: 'anywhere' }}>
                <Text component="span" c="dimmed">
                  {t('templates.subject')}:{' '}
                </Text>
                <Text component="span" fw={650} lang={locale}>
                  {shown.subject}
                </Text>
              </Text>
              <div className={narrow ? classes.narrow : undefined}>
                <LetterView {...shown} />
              </div>
              <SendTest
                key={`${shown.template} ${locale}`}
                template={shown.template}
                locale={locale}
                kept={!from}
              />
            </Stack>
          );
        }}
      </QueryView>
    </>
  );
}

interface SendTestProps {
  template: MailTemplateKey;
  locale: 'en' | 'es';
  kept: boolean;
}

function SendTest({ template, locale, kept }: SendTestProps) {
  const { t } = useTranslation(['mail', 'account']);
  const send = useMutation({ mutationFn: () => mail.sendTest(template, locale) });
  return (
    <Stack gap="sm" align="flex-start">
      <Button
        leftSection={<IconSend size={18} aria-hidden />}
        loading={send.isPending}
        onClick={() => send.mutate()}
      >
        {t('templates.test')}
      </Button>
      <div role="status">
        {send.isSuccess && (
          <Alert color="right">{kept ? t('templates.testKept') : t('templates.testSent')}</Alert>
        )}
      </div>
      {send.error && (
        <Alert color="wrong" role="alert">
          {codeOf(send.error) === 'mail/no-address'
            ? t('templates.noAddress')
            : t(`account:states.errors.${sentenceFor(send.error)}`)}
        </Alert>
      )}
    </Stack>
  );
}
