import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../shell/card.module.css';
import { PageHeading } from '../../shell/page-heading.tsx';
import { isAdministrator, isGuardian, isTeacher, useSignedIn } from '../account.tsx';
import { AdminProfileCard } from './admin-profile-card.tsx';
import { ContactCard } from './contact-card.tsx';
import { DataCard } from './data-card.tsx';
import { EmailCard } from './email-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';
import { RequestsCard } from './requests-card.tsx';
import { SecondFactorCard } from './second-factor-card.tsx';
import { SignInsCard } from './sign-ins-card.tsx';
import { SubjectsCard } from './subjects-card.tsx';
import { TeacherProfileCard } from './teacher-profile-card.tsx';

export function Component() {
  const { t } = useTranslation('account');
  const { me } = useSignedIn();
  // stays where it is when the second step is added: its card then shows what is shown once
  const [urgent] = useState(me.secondFactor === 'required');
  // before it is added, nothing else is the person's to see
  const shut = me.secondFactor === 'required';
  return (
    <>
      <PageHeading title={t('own.title')} lead={me.organization.name} />
      <div className={classes.cards}>
        {urgent && <SecondFactorCard />}
        <ProfileCard />
        <PasswordCard />
        {me.email !== null && <EmailCard />}
        {!me.isMinor && !urgent && <SecondFactorCard />}
        {isTeacher(me) && !shut && <TeacherProfileCard />}
        {isTeacher(me) && <SubjectsCard />}
        {isAdministrator(me) && !shut && <AdminProfileCard />}
        {isGuardian(me) && <ContactCard />}
        <SignInsCard />
        <DataCard />
        {me.secondFactor !== 'required' && <RequestsCard />}
      </div>
    </>
  );
}
