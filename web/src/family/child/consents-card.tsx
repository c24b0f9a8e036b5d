import { Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconShieldCheck } from '@tabler/icons-react';
import type { FamilyChildDetail } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { FamilyRefusal } from '../family-refusal.tsx';
import { LinkLike } from '../link-like.tsx';
import { type Scope, ScopeMeaning } from '../scope-meaning.tsx';
import { ScopeRow } from '../scope-row.tsx';
import { isUndecided, standingOf } from './consent-standing.ts';
import { SavedSign } from './saved-sign.tsx';
import { SendFormDialog } from './send-form-dialog.tsx';
import { useSwitches } from './use-child.ts';

/** Each consent as a plain switch. What is moved counts at once. */
export function ConsentsCard({ child }: { child: FamilyChildDetail }) {
  const { t } = useTranslation('family');
  const { id, name, consents } = child;
  const { moved, states, error, move } = useSwitches<Scope, boolean>(id, (scope, on) =>
    family.changeConsents(id, { [scope]: on }),
  );
  const { ask, dialog } = useAskOnce();
  const [sending, setSending] = useState(false);
  const accountAllowed = consents.some(({ scope, allowed }) => scope === 'account' && allowed);

  function change(scope: Scope, on: boolean) {
    if (scope !== 'account' || on) return move(scope, on);
    ask({
      title: t('consents.stopTitle'),
      body: t('consents.stopBody', { child: name }),
      yes: t('consents.stopYes'),
      onYes: () => move(scope, on),
    });
  }

  return (
    <Card title={t('consents.title', { child: name })} Icon={IconShieldCheck}>
      <Text c="dimmed">{t('consents.lead')}</Text>
      {error !== null && <FamilyRefusal error={error} />}
      <div className={classes.choices}>
        {consents.map((consent) => {
          const { scope, means, allowed, canGrant } = consent;
          const standing = standingOf(consent, accountAllowed);
          const on = moved[scope] ?? standing.on;
          const locked = !on && !canGrant;
          return (
            <ScopeRow
              key={scope}
              title={t(`scopes.${scope}.title`)}
              checked={on}
              disabled={locked}
              onChange={(next) => change(scope, next)}
              foot={
                <>
                  <span
                    className={classes.state}
                    style={{ color: allowed ? 'var(--right)' : 'var(--quiet)' }}
                  >
                    {allowed ? (
                      <IconCircleCheck size={18} aria-hidden />
                    ) : (
                      <IconCircleX size={18} aria-hidden />
                    )}
                    {t(allowed ? 'consents.allowed' : 'consents.notAllowed')}
                  </span>
                  {standing.why && (
                    <Text size="sm">
                      {t(`consents.${standing.why}`, {
                        name: standing.name || t('history.someone'),
                      })}
                    </Text>
                  )}
                  {isUndecided(consent) && (
                    <>
                      <Text size="sm">{t('consents.undecided')}</Text>
                      <LinkLike
                        onClick={(event) => {
                          // what was pressed is gone once it is saved: whoever uses the keyboard goes on from the switch
                          event.currentTarget.closest('[data-on]')?.querySelector('input')?.focus();
                          move(scope, on);
                        }}
                      >
                        {t(on ? 'consents.leaveOn' : 'consents.leaveOff')}
                      </LinkLike>
                    </>
                  )}
                  {locked && (
                    <>
                      <Text size="sm">{t('consents.needsForm')}</Text>
                      <LinkLike onClick={() => setSending(true)}>{t('consents.useForm')}</LinkLike>
                    </>
                  )}
                  <SavedSign state={states[scope]} />
                </>
              }
            >
              <ScopeMeaning scope={scope} means={means} child={name} />
            </ScopeRow>
          );
        })}
      </div>
      {dialog}
      <SendFormDialog child={child} opened={sending} onClose={() => setSending(false)} />
    </Card>
  );
}
