/// Keeps the module from being empty until its first file comes.
enum Unfurnished {}
