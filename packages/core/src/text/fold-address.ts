/**
 * An email address for comparison. Folds only ASCII, as `lower(email collate "C")` does in SQL: other letters, such as the
 * Kelvin sign, would become a letter of another address.
 */
export const foldAddress = (address: string): string => address.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
