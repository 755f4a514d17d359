import { CoreError } from '../base/errors.js';

/** A recipe or a choice that no build command can be made of. */
export class PlanError extends CoreError<'plan-context' | 'plan-platforms' | 'plan-secret'> {}
