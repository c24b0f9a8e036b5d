import { Anchor, Button, Text, TextInput } from '@mantine/core';
import { IconTool } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { PersonDetail } from '@tutti/client/admin';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { compliance, people } from '../../desk/tutti.ts';
import { fileName, offerFile } from '../../shared/offer-file.ts';
import classes from '../shared/admin.module.css';
import { EraseDialog } from './erase-dialog.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { useChange } from './use-change.ts';

interface ActionsCardProps {
  person: PersonDetail;
  isSelf: boolean;
  onNews(news: string | null): void;
}

export function ActionsCard({ person, isSelf, onNews }: ActionsCardProps) {
  const { t } = useTranslation('admin');
  const { id, name, status } = person;
  return (
    <Card title={t('person.actionsTitle')} Icon={IconTool}>
      {isSelf ? (
        <Text>
          {t('person.self')}{' '}
          <Anchor component={Link} to="/account" underline="always">
            {t('person.toAccount')}
          </Anchor>
        </Text>
      ) : (
        <ul className={cardClasses.list}>
          {status === 'pending_approval' && <Approve person={person} onNews={onNews} />}
          <SignOut person={person} onNews={onNews} />
          {status !== 'pending_consent' && <ResetLink id={id} />}
          <Suspend person={person} onNews={onNews} />
          <Leave person={person} onNews={onNews} />
          <Export person={person} />
          <Erase person={person} />
        </ul>
      )}
      <nav aria-label={t('person.log')}>
        <Text fw={650}>{t('person.log')}</Text>
        <Text size="sm" c="dimmed">
          {t('person.logText')}
        </Text>
        <ul className={classes.links}>
          <li>
            <Anchor component={Link} to={`/admin/audit?person=${id}`} underline="always">
              {t('person.logDid', { name })}
            </Anchor>
          </li>
          <li>
            <Anchor component={Link} to={`/admin/audit?person=${id}&part=about`} underline="always">
              {t('person.logAbout')}
            </Anchor>
          </li>
        </ul>
      </nav>
    </Card>
  );
}

interface ActionProps {
  person: PersonDetail;
  onNews(news: string | null): void;
}

function Action({
  title,
  text,
  error,
  children,
  after,
}: {
  title: string;
  text: string;
  error?: unknown;
  children: ReactNode;
  after?: ReactNode;
}) {
  return (
    <li className={cardClasses.row}>
      <div className={cardClasses.rowText}>
        <Text fw={650}>{title}</Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </div>
      {children}
      {after}
      {error != null && <Refusal error={error} />}
    </li>
  );
}

function Approve({ person: { id, name }, onNews }: ActionProps) {
  const { t } = useTranslation('admin');
  const change = useChange(id, onNews);
  return (
    <Action title={t('person.approve')} text={t('person.approveText')} error={change.error}>
      <Button
        loading={change.isPending}
        onClick={() =>
          change.mutate({ work: () => people.approve(id), news: t('person.reactivated', { name }) })
        }
      >
        {t('person.approve')}
      </Button>
    </Action>
  );
}

function SignOut({ person: { id, name }, onNews }: ActionProps) {
  const { t } = useTranslation('admin');
  const { ask, dialog } = useAskOnce();
  const end = useMutation({
    mutationFn: () => people.signOutPerson(id),
    onSuccess: () => onNews(t('person.signedOut', { name })),
  });
  return (
    <Action title={t('person.signOut')} text={t('person.signOutText')} error={end.error} after={dialog}>
      <Button
        variant="default"
        loading={end.isPending}
        onClick={() =>
          ask({
            title: t('person.signOutTitle', { name }),
            body: t('person.signOutBody'),
            yes: t('person.signOut'),
            onYes: () => end.mutateAsync().catch(() => {}),
          })
        }
      >
        {t('person.signOut')}
      </Button>
    </Action>
  );
}

function ResetLink({ id }: { id: string }) {
  const { t } = useTranslation('admin');
  const make = useMutation({ mutationFn: () => people.resetLink(id) });
  return (
    <Action
      title={t('person.link')}
      text={t('person.linkText')}
      error={make.error}
      after={
        make.data && (
          <div className={cardClasses.form} style={{ flexBasis: '100%' }} role="status">
            <TextInput
              label={t('person.linkLabel')}
              value={make.data.link}
              readOnly
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={make.data.link} label={t('person.copy')} done={t('person.copied')} />
          </div>
        )
      }
    >
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
        {t('person.makeLink')}
      </Button>
    </Action>
  );
}

function Suspend({ person: { id, name, status }, onNews }: ActionProps) {
  const { t } = useTranslation('admin');
  const { ask, dialog } = useAskOnce();
  const change = useChange(id, onNews);
  if (status === 'suspended')
    return (
      <Action title={t('person.reactivate')} text={t('person.reactivateText')} error={change.error}>
        <Button
          loading={change.isPending}
          onClick={() =>
            change.mutate({ work: () => people.reactivate(id), news: t('person.reactivated', { name }) })
          }
        >
          {t('person.reactivate')}
        </Button>
      </Action>
    );
  const suspend = () =>
    change.mutateAsync({ work: () => people.suspend(id), news: t('person.suspended', { name }) }).then(
      () => {},
      () => {},
    );
  return (
    <Action title={t('person.suspend')} text={t('person.suspendText')} error={change.error} after={dialog}>
      <Button
        variant="default"
        loading={change.isPending}
        onClick={() =>
          ask({
            title: t('person.suspendTitle', { name }),
            body: t('person.suspendBody'),
            yes: t('person.suspend'),
            onYes: suspend,
          })
        }
      >
        {t('person.suspend')}
      </Button>
    </Action>
  );
}

/** For whoever has classes or may lead games. */
function Leave({ person, onNews }: ActionProps) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  if (!person.roles.some((role) => ['teacher', 'admin', 'super_admin'].includes(role))) return null;
  return (
    <Action
      title={t('person.handOver')}
      text={t('person.handOverText')}
      after={<LeaveDialog person={person} opened={open} onClose={() => setOpen(false)} onNews={onNews} />}
    >
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('person.handOver')}
      </Button>
    </Action>
  );
}

function Export({ person: { id, name } }: { person: PersonDetail }) {
  const { t } = useTranslation('admin');
  const save = useMutation({
    mutationFn: () => compliance.exportPerson(id),
    onSuccess: (file) => offerFile(file, `${fileName(name)}.zip`),
  });
  return (
    <Action title={t('person.export')} text={t('person.exportText')} error={save.error}>
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        {t('compliance.requests.save')}
      </Button>
    </Action>
  );
}

function Erase({ person }: { person: PersonDetail }) {
  const { t } = useTranslation('admin');
  const [open, setOpen] = useState(false);
  return (
    <Action
      title={t('person.erase')}
      text={t('person.eraseText')}
      after={<EraseDialog person={person} opened={open} onClose={() => setOpen(false)} />}
    >
      <Button variant="outline" color="wrong" onClick={() => setOpen(true)}>
        {t('person.erase')}
      </Button>
    </Action>
  );
}
