import { Text } from '@mantine/core';
import type { Decisions } from '@tutti/client/admin';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../family.module.css';
import { LinkLike } from '../link-like.tsx';
import { ScopeMeaning } from '../scope-meaning.tsx';
import { ScopeRow } from '../scope-row.tsx';
import { type AnswerMethod, changed, isEnough, type Offer } from './decisions.ts';

interface ScopeChoicesProps {
  offers: readonly Offer[];
  child: string;
  decisions: Decisions;
  onDecisions(decisions: Decisions): void;
  method: AnswerMethod;
  /** Offered where the method is too weak for a scope. */
  onSignedForm?: () => void;
  /** What it means was read just before. */
  short?: boolean;
}

/** [CON-4] Each scope alone, all of them off. */
export function ScopeChoices(props: ScopeChoicesProps) {
  const { offers, child, decisions, onDecisions, method, onSignedForm, short = false } = props;
  const { t } = useTranslation('family');
  const waitsForAccount = !decisions.account;
  return (
    <div className={classes.choices}>
      {offers.map((offer) => {
        const { scope, means } = offer;
        const enough = isEnough(offer, method);
        const waits = scope !== 'account' && waitsForAccount;
        return (
          <Fragment key={scope}>
            <ScopeRow
              title={t(`scopes.${scope}.title`)}
              checked={decisions[scope]}
              disabled={!enough || waits}
              onChange={(on) => onDecisions(changed(decisions, scope, on))}
              foot={
                !enough && (
                  <>
                    <Text size="sm" fw={600}>
                      {t('consent.needsForm')}
                    </Text>
                    {onSignedForm && <LinkLike onClick={onSignedForm}>{t('consent.useForm')}</LinkLike>}
                  </>
                )
              }
            >
              {!short && <ScopeMeaning scope={scope} means={means} child={child} />}
            </ScopeRow>
            {scope === 'account' && waitsForAccount && (
              <Text size="sm" fw={600}>
                {t('consent.needsAccount')}
              </Text>
            )}
          </Fragment>
        );
      })}
    </div>
  );
}
