/**
 * What the command line's exit code says: `good`; `bad`: findings of severity error, a failed build or a failed
 * verification; `misuse`: wrong use or input that cannot be read; `cancelled`: ended by the user.
 */
export const exitCodes = { good: 0, bad: 1, misuse: 2, cancelled: 130 } as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The worst of several exit codes: cancelled, then misuse, then bad. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((worst, code) => (code > worst ? code : worst), exitCodes.good);
}
