import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../shell/card.module.css';
import { PageHeading } from '../../shell/page-heading.tsx';
import { isGuardian, isTeacher, useSignedIn } from '../account.tsx';
import { ContactCard } from './contact-card.tsx';
import { DataCard } from './data-card.tsx';
import { EmailCard } from './email-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SignInsCard } from './sign-ins-card.tsx';
import { SubjectsCard } from './subjects-card.tsx';

export function Component() {
  const { t } = useTranslation('account');
  const { me } = useSignedIn();
  // stays where it is when the second step is added: its card then shows what is shown once
  const [urgent] = useState(me.secondFactor === 'required');
  return (
    <>
      <PageHeading title={t('own.title')} lead={me.organization.name} />
      <div className={classes.cards}>
        {urgent && <SecondFactorCard />}
        <ProfileCard />
        <PasswordCard />
        {me.email !== null && <EmailCard />}
        {!me.isMinor && !urgent && <SecondFactorCard />}
        {isTeacher(me) && <SubjectsCard />}
        {isGuardian(me) && <ContactCard />}
        <SignInsCard />
        <DataCard />
      </div>
    </>
  );
}
