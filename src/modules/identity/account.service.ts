/** What other modules need to make an account: a checked password, hashed. */
export { hashNewPassword } from './new-password.ts';
/** How somebody who has just proven who they are is told so; refresh token by cookie or in the body. */
export { presentSignedIn, type SignInConfig } from './signed-in.presenter.ts';
