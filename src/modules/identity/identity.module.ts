import type { Config } from '../../config.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Keys } from '../../platform/crypto/keys.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Authenticate } from '../../platform/http/caller.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Announcing } from '../../platform/redis/announcements.ts';
import type { MailService } from '../notify/mail.service.ts';
import { accountRoutes } from './account.routes.ts';
import { createAuthenticate } from './caller.service.ts';
import { createMailQuota } from './even-replies.ts';
import { identityRoutes } from './identity.routes.ts';
import { invitationRoutes } from './invitation.routes.ts';
import { createInvitationService } from './invitation.service.ts';
import { createKnownDevices } from './known-devices.service.ts';
import { createMagicLinkService } from './magic-link.service.ts';
import { createOidcClient } from './oidc.provider.ts';
import { oidcRoutes } from './oidc.routes.ts';
import { createOidcService } from './oidc.service.ts';
import { createOwnAccountService } from './own-account.service.ts';
import { createOwnProof, type ProveOneself } from './own-proof.service.ts';
import { createPasswordProof } from './password-proof.service.ts';
import { createPasswordResetService } from './password-reset.service.ts';
import { createRolesService, type RolesService } from './roles.service.ts';
import { createSetupService } from './setup.service.ts';
import { createSignInService, type SignInService } from './sign-in.service.ts';
import { createSignInThrottle } from './sign-in.throttle.ts';
import { signInsRoutes } from './sign-ins.routes.ts';
import { createSignIns } from './sign-ins.service.ts';
import { createSignOuts, type SignOuts } from './sign-outs.ts';
import { createSignUpService } from './sign-up.service.ts';
import { createFactorChallenges } from './totp.challenge.ts';
import { totpRoutes } from './totp.routes.ts';
import { createSecondStep } from './totp.second-step.ts';
import { createTotpService } from './totp.service.ts';

export interface IdentityModule {
  routes: Route[];
  authenticate: Authenticate;
  onSignedOut: SignOuts['onSignedOut'];
  /** Tells everything that is open for a person that it has to close. */
  signOuts: SignOuts;
  /** Starts a sign-in for whom another way has proven: a card, a provider, a guardian's link. */
  signIn: SignInService;
  /** Before something that cannot be taken back, or that is the owner's alone to see. */
  proveOneself: ProveOneself;
  roles: RolesService;
  close(): void;
}

const purgeEveryMs = 60 * 60 * 1_000;

interface Dependencies {
  config: Pick<Config, 'https' | 'publicUrl' | 'adminTotp' | 'oidc'>;
  db: Database;
  keys: Keys;
  envelope: Envelope;
  limits: Limits;
  announcing: Announcing;
  passwords: Passwords;
  mail: MailService;
  log: Log;
}

export function createIdentityModule({
  config,
  db,
  keys,
  envelope,
  limits,
  announcing,
  passwords,
  mail,
  log,
}: Dependencies): IdentityModule {
  const signOuts = createSignOuts(announcing);
  const authenticate = createAuthenticate(db.jobs, keys, signOuts, config);
  const throttle = createSignInThrottle(limits);
  const challenges = createFactorChallenges(keys);
  const signIn = createSignInService({ db, keys, passwords, mail, throttle, signOuts, challenges });
  const quota = createMailQuota(limits);
  const knownDevices = createKnownDevices(db, config);
  const setup = createSetupService({ db, passwords, signIn });
  const passwordReset = createPasswordResetService({ db, passwords, mail, quota, signOuts });
  const provePassword = createPasswordProof({ db, passwords, throttle });
  const signUp = createSignUpService({ db, passwords, mail, quota });
  const magicLink = createMagicLinkService({ db, passwords, mail, quota, signIn });
  const ownAccount = createOwnAccountService({ db, passwords, mail, quota, provePassword, signOuts });
  const totp = createTotpService({ db, envelope, limits, provePassword });
  const proveOneself = createOwnProof({ db, provePassword, totp });
  const secondStep = createSecondStep({ db, challenges, totp, signIn });
  const oidc = createOidcService({ db, envelope, signIn, signOuts });
  const clients = config.oidc.map(createOidcClient);
  const signIns = createSignIns({ db, mail, signOuts });
  const invitations = createInvitationService({ db, mail, keys, passwords, signIn });
  const purge = setInterval(() => {
    db.jobs
      .query('SELECT purge_expired_auth()')
      .catch((err) => log.warn({ err }, 'expired sign-ins stay until the next try'));
  }, purgeEveryMs);
  purge.unref();
  return {
    routes: [
      ...identityRoutes({ config, db, authenticate, signIn, knownDevices, setup, passwordReset }),
      ...accountRoutes({ config, signUp, magicLink, passwordReset, ownAccount, knownDevices, proveOneself }),
      ...totpRoutes({ config, totp, secondStep, knownDevices }),
      ...oidcRoutes({ config, keys, clients, oidc, log }),
      ...signInsRoutes({ config, signIns }),
      ...invitationRoutes({ config, invitations }),
    ],
    authenticate,
    onSignedOut: signOuts.onSignedOut,
    signOuts,
    signIn,
    proveOneself,
    roles: createRolesService({ db, mail, signOuts }),
    close: () => clearInterval(purge),
  };
}
