import { Button } from '@mantine/core';
import { IconArrowLeft, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { homeOf, useAccount } from '../account/account.tsx';
import { Panel } from './panel.tsx';
import { codeOf, isForbidden, isGone, sentenceFor } from './problem.ts';

interface ProblemPanelProps {
  error: unknown;
  onRetry?: () => void;
  /** 1 where nothing else heads the page. */
  order?: 1 | 2;
}

/** What happened, what is safe, what to do. */
export function ProblemPanel({ error, onRetry, order }: ProblemPanelProps) {
  const { t } = useTranslation('account');
  const account = useAccount();
  const code = codeOf(error);
  const smallPrint = code ? t('states.code', { code }) : null;
  const home = (
    <Button
      component={Link}
      to={account.state === 'signedIn' ? homeOf(account.me) : '/sign-in'}
      variant="default"
      leftSection={<IconArrowLeft aria-hidden />}
    >
      {t('states.ownPlace')}
    </Button>
  );

  if (isForbidden(error)) {
    return (
      <Panel
        mood="puzzled"
        order={order}
        title={t('states.forbiddenTitle')}
        actions={home}
        code={smallPrint}
        role="alert"
      >
        {t('states.forbidden')}
      </Panel>
    );
  }
  if (isGone(error)) {
    return (
      <Panel
        mood="puzzled"
        order={order}
        title={t('states.notFoundTitle')}
        actions={home}
        code={smallPrint}
        role="alert"
      >
        {t(`states.errors.${sentenceFor(error)}`)}
      </Panel>
    );
  }
  return (
    <Panel
      mood="puzzled"
      order={order}
      title={t('states.errorTitle')}
      role="alert"
      code={smallPrint}
      actions={
        onRetry ? (
          <Button onClick={onRetry} leftSection={<IconRefresh aria-hidden />}>
            {t('states.retry')}
          </Button>
        ) : (
          home
        )
      }
    >
      {t(`states.errors.${sentenceFor(error)}`)} {t('states.safe')}
    </Panel>
  );
}
